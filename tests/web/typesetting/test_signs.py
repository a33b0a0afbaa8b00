"""A document is printed whatever signs a name has."""

from pathlib import Path

from engage.web import typesetting


def test_a_sign_that_no_font_has_is_a_box_and_the_document_is_printed(tmp_path: Path):
    template = tmp_path / "name.typ"
    template.write_text(
        '#let data = json(bytes(sys.inputs.data))\n#set document(title: "Name")\n'
        '#set text(font: "Noto Sans")\n#data.names.at(0).name'
    )

    made = typesetting.typeset(template, {"names": [{"name": "Ελένη 王芳 🎉 e\u0301 \ufeffAda\x00 \x01\ud83d\uffff"}]})

    assert made.startswith(b"%PDF")
