"""What an operator finds on a Prefect server after `prefect deploy --all`: asked of the server, not of the file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.conftest import ROOT, environment

pytestmark = pytest.mark.slow


def prefect(api: str, home: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        cwd=ROOT,
        env={**environment(home), "PREFECT_API_URL": api},
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def deployed(api: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The deployments that the server reports, by name."""
    home = tmp_path_factory.mktemp("deploying")
    prefect(api, home, "work-pool", "create", "onrecord", "--type", "process")
    prefect(api, home, "deploy", "--all", "--prefect-file", "deployments/prefect.yaml")
    request = Request(f"{api}/deployments/filter", b"{}", {"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as answer:
        return {each["name"]: each for each in json.load(answer)}


def test_the_night_is_scheduled_once_and_backfill_is_started_by_hand(deployed: dict[str, dict[str, Any]]) -> None:
    assert set(deployed) == {"nightly", "backfill"}
    (schedule,) = deployed["nightly"]["schedules"]
    assert schedule["active"]
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == ("15 2 * * *", "UTC")
    assert deployed["backfill"]["schedules"] == []


def test_one_run_at_a_time(deployed: dict[str, dict[str, Any]]) -> None:
    for each in deployed.values():
        assert each["global_concurrency_limit"]["limit"] == 1
        assert each["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"


def test_every_parameter_explains_itself_in_the_form(deployed: dict[str, dict[str, Any]]) -> None:
    for name, each in deployed.items():
        for parameter, schema in each["parameter_openapi_schema"]["properties"].items():
            assert len(schema.get("description", "")) > 20, f"{name}: {parameter}"
