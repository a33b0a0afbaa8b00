import pytest

from engage.instruments.domain.definition import ItemType
from engage.instruments.readers.xlsform.kinds import Kind, What, kind_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select_one yes_no", Kind(What.ITEM, ItemType.SINGLE, "yes_no")),
        ("Select_One from Regions", Kind(What.ITEM, ItemType.SINGLE, "Regions")),
        ("add select one prompt using yn", Kind(What.ITEM, ItemType.SINGLE, "yn")),
        ("select1 yn", Kind(What.ITEM, ItemType.SINGLE, "yn")),
        ("select all that apply from topics", Kind(What.ITEM, ItemType.MULTIPLE, "topics")),
        ("select_multiple  topics or_other", Kind(What.ITEM, ItemType.MULTIPLE, "topics", or_other=True)),
        ("rank topics", Kind(What.ITEM, ItemType.RANKING, "topics")),
        ("add integer prompt", Kind(What.ITEM, ItemType.INTEGER)),
        ("q string", Kind(What.ITEM, ItemType.TEXT)),
        ("dateTime", Kind(What.ITEM, ItemType.DATETIME)),
        ("trigger", Kind(What.ITEM, ItemType.CONSENT)),
        ("hidden", Kind(What.ITEM, ItemType.CALCULATION, hidden=True)),
        ("begin_group", Kind(What.BEGIN_GROUP)),
        ("Begin  Repeat", Kind(What.BEGIN_REPEAT)),
        ("end group", Kind(What.END_GROUP)),
        ("begin loop over toilets", Kind(What.BEGIN_REPEAT)),
        ("get start time", Kind(What.METADATA)),
        ("uri:deviceid", Kind(What.METADATA)),
        ("geopoint", Kind(What.LEFT_OUT, feature="a place on the map")),
        ("select_one_from_file a.csv", Kind(What.ITEM, ItemType.SINGLE, "a.csv", from_file=True)),
        ("select multiple external towns", Kind(What.ITEM, ItemType.MULTIPLE, "towns", external=True)),
        ("csv-external", Kind(What.LIST, list_name="csv")),
        ("photo", Kind(What.ITEM, ItemType.FILE)),
        ("select_one ${names}", Kind(What.LEFT_OUT, feature="options taken from earlier answers")),
        ("select_one two words", Kind(What.UNKNOWN)),
        ("txet", Kind(What.UNKNOWN)),
    ],
)
def test_a_type_cell_means_the_same_in_all_its_spellings(text, expected):
    assert kind_of(text) == expected
