"""The shipped weights: single figures with their terms, and no weight where none is known."""

from __future__ import annotations

import numpy as np
import pytest

from hedgerow.errors import UsageError
from hedgerow.places.harm import SHIPPED, VERSIONS, shipped, types_of
from hedgerow.vocabulary import family_types, terms

CRIMES = family_types("all_crime")
FIVE = ("derbyshire", "leicestershire", "lincolnshire", "northamptonshire", "nottinghamshire")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_weight_says_edition_status_source_and_terms(name: str) -> None:
    weights = shipped(name)
    assert weights.cautions
    for one in weights.weights:
        assert one.edition
        assert one.status in {"verified", "unverified", "press_quoted"}
        assert one.source
        assert one.licence
        assert one.unit == weights.unit


@pytest.mark.parametrize("name", SHIPPED)
def test_anti_social_behaviour_has_no_weight_in_any_scheme(name: str) -> None:
    held = shipped(name).held("anti-social-behaviour", "derbyshire")
    assert held is not None
    assert held.weight is None


def test_no_weight_is_missing_and_never_nought() -> None:
    matrix = shipped("cost").matrix(FIVE, CRIMES)
    assert np.isnan(matrix).any()
    assert not (matrix == 0).any()
    assert np.isnan(shipped("cost").matrix(("derbyshire",), ("violent-crime",))).all()


def test_a_category_of_one_subgroup_weighs_the_same_everywhere() -> None:
    matrix = shipped("cchi").matrix((*FIVE, "kent"), ("robbery", "shoplifting", "possession-of-weapons"))
    assert matrix.tolist() == [[365.0, 1.0, 273.75]] * 6


def test_a_force_without_a_figure_of_its_own_borrows_the_middle_and_says_so() -> None:
    weights = shipped("cchi")
    kinds = ("violent-crime", "burglary", "criminal-damage-arson", "drugs")
    own = weights.matrix(FIVE, kinds)
    assert weights.matrix(("kent",), kinds)[0] == pytest.approx(np.median(own, axis=0))
    assert weights.borrowed(("kent", "derbyshire"), kinds).tolist() == [[True] * 4, [False] * 4]


def test_means_are_the_same_mix_of_the_subgroups_means() -> None:
    """Two subgroups: the share of the second follows from the published mix of medians."""
    medians, means = shipped("cchi"), shipped("cchi_mean")
    two = {
        "drugs": ((3.0, 17.4), (5.0, 236.2)),
        "burglary": ((183.5, 183.5), (273.5, 275.7)),
        "criminal-damage-arson": ((2.0, 86.3), (185.0, 185.0)),
    }
    for kind, ((low, low_mean), (high, high_mean)) in two.items():
        share = (medians.matrix(FIVE, (kind,)) - low) / (high - low)
        assert means.matrix(FIVE, (kind,)) == pytest.approx(
            low_mean + share * (high_mean - low_mean), abs=0.01
        )


def test_drugs_are_hidden_by_medians() -> None:
    """Trap: 3.7 to 3.8 days by medians, 90 to 108 by means of the same mix."""
    assert shipped("cchi").matrix(FIVE, ("drugs",)).round(1).ravel().tolist() == [3.7, 3.8, 3.7, 3.7, 3.7]
    means = shipped("cchi_mean").matrix(FIVE, ("drugs",))
    assert (round(float(means.min())), round(float(means.max()))) == (90, 108)


def test_a_mean_that_is_not_known_is_no_weight() -> None:
    held = shipped("cchi_mean").held("violent-crime", "derbyshire")
    assert held is not None
    assert (held.weight, held.note) == (None, "The mean is not known.")


def test_arson_and_damage_cost_by_the_share_that_the_harm_index_implies() -> None:
    share = (shipped("cchi").matrix(FIVE, ("criminal-damage-arson",)) - 2) / 183
    cost = shipped("cost").matrix(FIVE, ("criminal-damage-arson",))
    assert cost == pytest.approx(1350 + share * (8420 - 1350), abs=0.01)


def test_the_two_versions_differ_by_what_police_discover() -> None:
    both, reported = types_of("with_discovered"), types_of("victim_reported")
    assert both == CRIMES
    assert set(both) - set(reported) == {"drugs", "possession-of-weapons"}
    assert tuple(VERSIONS) == ("victim_reported", "with_discovered")


def test_a_strange_scheme_or_version_is_refused_with_the_allowed_ones() -> None:
    with pytest.raises(UsageError, match="cchi_mean"):
        shipped("cambridge")
    with pytest.raises(UsageError, match="with_discovered"):
        types_of("all")


def test_every_category_weight_lies_between_its_least_and_greatest_offence() -> None:
    for one in terms("category_weight").values():
        low, high = one.data.get("lowest"), one.data.get("highest")
        for name in ("median", "mean"):
            value = one.data.get(name)
            if low is not None and high is not None and value is not None:
                assert float(str(low)) <= float(str(value)) <= float(str(high)), one.id
