"""The language server: findings, explanations, completion, definitions and renaming while a file is being written."""
