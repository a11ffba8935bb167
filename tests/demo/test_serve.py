"""`serve` as a process of its own: what the command and the window start."""

import json
import signal
import subprocess
import sys

import httpx
import pytest

PROGRAM = "import sys; from rosterdesk.demo.service import serve; serve(0, 40, 3, {faulty}, sys.stdout)"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a signal")
@pytest.mark.parametrize(("number", "faulty"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_a_served_district_says_where_it_is_and_ends_when_told(number: signal.Signals, faulty: bool) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(faulty=faulty)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = json.loads(process.stdout.readline())
        with httpx.Client() as client:
            answer = client.post(
                address["token_url"],
                data={"grant_type": "client_credentials"},
                auth=(address["client_id"], address["client_secret"]),
            )
            bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
            students = client.get(f"{address['url']}/students?limit=1", headers=bearer)
            fixed = {"Authorization": f"Bearer {address['bearer_token']}"}
            resources = client.get(f"{address['url_1p2']}/resources/v1p2/resources", headers=fixed)
            process.send_signal(number)  # with a connection still open

            assert process.wait(10) == 0
        assert students.headers["x-total-count"] == "40"
        assert resources.json()["resources"]
        assert process.stdout.read() == ""
        assert process.stderr.read() == ""
    assert set(address) == {"url", "token_url", "client_id", "client_secret", "url_1p2", "bearer_token"}
