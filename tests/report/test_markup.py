from hypothesis import given
from hypothesis import strategies as st

from metamaster.report.markup import join, tag, unbroken


def test_plain_text_is_escaped_and_markup_is_not() -> None:
    assert tag("p", "<b>", tag("b", "&")) == "<p>&lt;b&gt;<b>&amp;</b></p>"


def test_attributes_are_escaped() -> None:
    assert tag("a", title='"><script>') == '<a title="&quot;&gt;&lt;script&gt;"></a>'


def test_names_of_attributes_are_spelled_as_in_html() -> None:
    assert tag("p", class_="x", data_name="y", hidden=True, id=None) == '<p class="x" data-name="y" hidden=""></p>'


def test_numbers_are_short() -> None:
    assert tag("path", x=1.0, y=-0.001, width=2.345) == '<path x="1" y="0" width="2.35"></path>'


def test_a_number_stays_with_its_unit() -> None:
    assert unbroken("up to 4.1 dB of 90 % at 2 kHz") == "up to 4.1\u00a0dB of 90\u00a0% at 2\u00a0kHz"


@given(st.text())
def test_no_text_opens_an_element(text: str) -> None:
    assert "<" not in join(text)
