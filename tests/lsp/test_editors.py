"""What docs/how-to/editor.md tells editors: each piece that can be read by a machine is, and Neovim's is run by it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.docs.pages import ROOT
from tests.lsp.editor import NOW

from ownctl.config.files import Kind
from ownctl.example import copy_shop
from ownctl.lsp.places import kind_of

PAGE = ROOT / "docs/how-to/editor.md"

SEEN = """
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
for _, each in ipairs(vim.diagnostic.get(0)) do print(each.lnum, each.col, each.code) end
vim.fn.search("person: liu")
vim.cmd("normal! 9l")
for _, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/hover", vim.lsp.util.make_position_params(), 10000)) do
  print(answer.result.contents.value)
end
vim.lsp.stop_client(vim.lsp.get_active_clients())
"""


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_settings_can_be_read_and_start_the_server() -> None:
    code, schemas = (json.loads(block) for block in blocks("json"))
    assert [code["glspc.server.command"], *code["glspc.server.commandArguments"]] == ["ownctl", "lsp"]
    (helix,) = (tomllib.loads(block) for block in blocks("toml"))
    server = helix["language-server"]["ownctl"]
    assert [server["command"], *server["args"]] == ["ownctl", "lsp"]
    assert "ownctl" in helix["language"][0]["language-servers"]
    assert schemas["yaml.schemas"]


def test_each_kind_of_file_has_its_schema_in_the_settings() -> None:
    table = json.loads(blocks("json")[1])["yaml.schemas"]
    for schema, patterns in table.items():
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            parts = Path(pattern.replace("*", "x")).parts[1:]
            assert kind_of(parts) == Kind(Path(schema).name.removesuffix(".schema.json"))
    assert len(table) == len(Kind)


@pytest.mark.long
def test_neovim_shows_a_finding_and_an_explanation(tmp_path: Path) -> None:
    assert shutil.which("nvim"), "this needs Neovim: apt-get install neovim"
    copy_shop(tmp_path)
    payments = tmp_path / "ownership/teams/payments.yaml"
    payments.write_text(
        payments.read_text(encoding="utf-8").replace("cover: platform", "cover: platfrom"), encoding="utf-8"
    )
    (tmp_path / "init.lua").write_text(blocks("lua")[1], encoding="utf-8")
    (tmp_path / "seen.lua").write_text(SEEN, encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "OWNCTL_NOW": NOW,
    }
    command = ["nvim", "--headless", "--clean", "-u", "init.lua", str(payments), "-c", "luafile seen.lua", "-c", "qa!"]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=True)
    said = ran.stdout + ran.stderr
    assert "11 9 unknown-reference" in said
    assert "**Liu Yang** · Payments" in said
