import json

from engage.results.domain.as_json import as_json
from tests.results.instruments import FOUR, SURVEY
from tests.results.reading import results


def test_results_for_machines_have_the_promised_keys():
    found = as_json(results(SURVEY, FOUR), survey="small", version=3, language="en")

    assert (found["survey"], found["version"], found["responses"]) == ("small", 3, 4)
    assert found["languages"] == {"en": 3, "nb": 1}
    heard = found["items"][0]
    assert {key: heard[key] for key in ("name", "type", "base", "missing", "mean", "median", "weighted")} == {
        "name": "heard", "type": "single", "base": 3, "missing": 0, "mean": None, "median": None, "weighted": None,
    }  # fmt: skip
    assert heard["declined"] == 1
    assert heard["rows"][0] == {
        "code": "yes", "label": "Yes", "count": 2, "percent": 66.7, "suppressed": False, "interval": [20.8, 93.9],
    }  # fmt: skip


def test_results_for_machines_are_plain_json_and_a_split_adds_columns():
    found = json.loads(json.dumps(as_json(results(SURVEY, FOUR, by="heard"), survey="s", version=1, language="de")))

    items = {item["name"]: item for item in found["items"]}
    assert [column["label"] for column in items["age"]["columns"]] == ["Yes", "No", "_declined"]
    assert items["trust/press"]["row"] == "Press"
    assert (items["points"]["form"], items["points/rank"]["form"]) == ("points", "rank")
    assert items["points"]["rows"][0]["centre"] == 50
    assert items["topics"]["other_texts"] == 1
