"""ownctl compiles ownership: YAML that says who owns what and who is on call when, held to rules and applied."""
