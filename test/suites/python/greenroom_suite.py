"""A plugin of pytest: resets Greenroom before each test, and writes how each ended."""

import json
import os
import urllib.request

import pytest

results = {}


@pytest.fixture(autouse=True)
def reset_greenroom(request):
    url = f"{os.environ['GREENROOM_SUITE_URL']}/{request.node.name}"
    urllib.request.urlopen(urllib.request.Request(url, method="POST")).close()


def pytest_runtest_logreport(report):
    name = report.nodeid.split("::", 1)[1]
    if report.when == "call" or not report.passed:
        results[name] = None if report.passed else report.longreprtext[-300:]


def pytest_sessionfinish():
    with open(os.environ["GREENROOM_SUITE_RESULTS"], "w", encoding="utf-8") as file:
        json.dump(results, file)
