"""The words of records as numbers: weighted one- and two-word terms of title and abstract."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.errors import InputError

Matrix = Any  # a sparse matrix of SciPy, one row a record
Array = npt.NDArray[np.float64]
# Terms of a larger share of the records tell nothing apart.
COMMON = 0.95


def record_text(title: str | None, abstract: str | None) -> str:
    """Return the text that a record is ranked by; empty when it has neither title nor abstract."""
    return " ".join(part for part in (title, abstract) if part)


class TermWeights:
    """TF-IDF of one- and two-word terms with damped counts; terms of nearly every record are left out.

    Attributes
    ----------
    vectorizer_
        The fitted vectoriser, with its vocabulary.
    """

    vectorizer_: Any

    def fit(self, texts: Sequence[str]) -> TermWeights:
        """Learn the vocabulary of `texts` and return self."""
        self.fit_transform(texts)
        return self

    def fit_transform(self, texts: Sequence[str]) -> Matrix:
        """Learn the vocabulary of `texts` and return their rows, in one reading.

        Raises
        ------
        InputError
            When no record has a word.
        """
        from sklearn.feature_extraction.text import TfidfVectorizer  # slow to load: only who ranks waits

        def weigh(common: float) -> Matrix:
            self.vectorizer_ = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1, max_df=common)
            return self.vectorizer_.fit_transform(texts)

        with suppress(ValueError):
            return weigh(COMMON)
        try:  # a few records that say nearly the same have no other words
            return weigh(1.0)
        except ValueError as error:
            raise InputError(
                f"None of the {len(texts)} records has a word to rank by.",
                cause="Titles and abstracts are empty, or hold single letters alone.",
                remedy="Give records with a title or an abstract.",
            ) from error

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return one row a text, each of length 1; a text without known words is a row of zeros."""
        return self.vectorizer_.transform(texts)

    def terms(self) -> npt.NDArray[np.str_]:
        """Return the terms in the order of the columns."""
        return np.asarray(self.vectorizer_.get_feature_names_out(), dtype=np.str_)


class Likeness:
    """The inner products of records, plus 1 for the intercept: all at once while that is small.

    Parameters
    ----------
    matrix
        One row a record.
    whole_below
        The number of records up to which all products are kept (8 bytes each).
    """

    def __init__(self, matrix: Matrix, *, whole_below: int = 4000) -> None:
        self.matrix = matrix.tocsr()
        self.whole: Array | None = None
        if self.matrix.shape[0] <= whole_below:
            self.whole = np.asarray((self.matrix @ self.matrix.T).toarray()) + 1.0

    def between(self, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> Array:
        """Return the products of `rows` with `columns`."""
        if self.whole is not None:
            return np.asarray(self.whole[np.ix_(rows, columns)])
        products = self.matrix[rows] @ self.matrix[columns].T
        return np.asarray(products.toarray()) + 1.0

    def weighted(self, rows: npt.NDArray[np.intp], weights: Array) -> Array:
        """Return, for every record, the weighted sum of its products with `rows`."""
        if self.whole is not None:
            spread = np.zeros(len(self.whole))
            spread[rows] = weights
            return np.asarray(spread @ self.whole)
        direction = self.matrix[rows].T @ weights
        return np.asarray(self.matrix @ direction) + float(weights.sum())
