"""Records that are near in meaning: each text as a vector, and nearness as the cosine between two.

`WordSpace` always works and is honest about what it is: latent semantic analysis (Deerwester and others
1990), which learns from the held records alone which words keep the same company. It is no language model
and knows nothing that the records do not say. A person who has a model on the disk may use it instead:
`LocalModel` reads one through model2vec, an optional extra, and nothing is ever downloaded.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hedgerow.errors import UsageError

Vectors = NDArray[np.float32]
WORD_SPACE = "word space"
MODEL_PATH = "HEDGEROW_EMBEDDER"
MODEL_FILES = ("config.json", "model.safetensors", "tokenizer.json")
# The sample that a space is learnt from, its words and its dimensions.
_LEARNT_FROM, _WORDS, _DIMENSIONS = 20_000, 20_000, 64
# Cormack, Clarke and Büttcher 2009.
_FUSION = 60


class Embedder(Protocol):
    """Makes texts into vectors."""

    @property
    def name(self) -> str:
        """What it is, in words for people."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, each of length 1; a row of zeros where nothing is known of the text."""


class WordSpace:
    """Latent semantic analysis of the held records.

    Attributes
    ----------
    words_
        The place of each word.
    weights_
        How much each word says: its inverse document frequency, shape (words,).
    axes_
        Shape (words, dimensions).
    """

    name = WORD_SPACE
    words_: Mapping[str, int]
    weights_: Vectors
    axes_: Vectors

    def fit(self, texts: Sequence[str]) -> WordSpace:
        """Learn the space of some texts and return self; the same texts give the same space."""
        from scipy.linalg import LinAlgError
        from sklearn.decomposition import TruncatedSVD

        step = max(1, len(texts) // _LEARNT_FROM)
        sample = texts[::step]
        vectorizer = _vectorizer(min_df=2 if len(sample) > 50 else 1)
        try:
            counted = vectorizer.fit_transform(sample)
            dimensions = min(_DIMENSIONS, counted.shape[0] - 1, counted.shape[1] - 1)
            reduced = TruncatedSVD(max(1, dimensions), n_iter=3, random_state=0).fit(counted)
            axes = reduced.components_
        except (ValueError, LinAlgError):  # no words, or a single record
            self.words_, self.weights_ = {}, np.zeros(0, np.float32)
            self.axes_ = np.zeros((0, 1), np.float32)
            return self
        self.words_ = {word: int(place) for word, place in sorted(vectorizer.vocabulary_.items())}
        self.weights_ = vectorizer.idf_.astype(np.float32)
        # Kept in half precision, so that what is learnt is what is kept.
        self.axes_ = axes.T.astype(np.float16).astype(np.float32)
        return self

    @classmethod
    def of(cls, words: Sequence[str], weights: Vectors, axes: Vectors) -> WordSpace:
        """Return a space that was learnt before."""
        space = cls()
        space.words_ = {word: place for place, word in enumerate(words)}
        space.weights_, space.axes_ = weights, axes
        return space

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, each of length 1; zeros where no word is known."""
        if not self.words_:
            return np.zeros((len(texts), 1), np.float32)
        if len(texts) == 1:
            return unit(self._one(texts[0])[None, :])
        vectorizer = _vectorizer(vocabulary=dict(self.words_))
        vectorizer.idf_ = self.weights_.astype(np.float64)
        return unit(np.asarray(vectorizer.transform(texts) @ self.axes_, np.float32))

    def _one(self, text: str) -> Vectors:
        """Return one text without the cost of a vectoriser."""
        counts: dict[int, int] = {}
        for word in _tokens(text):
            if (place := self.words_.get(word)) is not None:
                counts[place] = counts.get(place, 0) + 1
        places = np.array(list(counts), int)
        weights = (1 + np.log(np.array(list(counts.values()), np.float32))) * self.weights_[places]
        found: Vectors = np.asarray(weights @ self.axes_[places], np.float32)
        return found


def _vectorizer(**given: object):  # type: ignore[no-untyped-def]  # scikit-learn publishes no types
    from sklearn.feature_extraction.text import TfidfVectorizer

    limits = {} if "vocabulary" in given else {"max_features": _WORDS, "max_df": 0.6}
    return TfidfVectorizer(
        sublinear_tf=True,
        stop_words="english",
        token_pattern=_TOKEN,
        strip_accents="unicode",
        **limits,
        **given,
    )


_TOKEN = r"(?u)\b[^\W\d_]{2,}\b"  # noqa: S105 - a pattern of words, no secret


def _tokens(text: str) -> list[str]:
    import re

    from hedgerow.evidence.query.spelling import folded

    return re.findall(_TOKEN, folded(text))


class LocalModel:
    """A static embedding model in a folder, read through model2vec; it is never fetched from anywhere."""

    def __init__(self, folder: Path) -> None:
        from model2vec import StaticModel

        self.name = f"model {folder.name}"
        self._model = StaticModel.from_pretrained(str(folder))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, each of length 1."""
        return unit(np.asarray(self._model.encode(list(texts)), np.float32))


def chosen_model() -> Embedder | None:
    """Return the model of the folder that HEDGEROW_EMBEDDER names; `None` where it names none.

    Raises
    ------
    UsageError
        When the folder or the extra is not there.
    """
    named = os.environ.get(MODEL_PATH, "").strip()
    if not named:
        return None
    folder = Path(named)
    if not folder.is_dir():
        raise UsageError(
            f"{MODEL_PATH} names {folder}, which is no folder.",
            cause="A model is read from the disk and never downloaded.",
            remedy=f"Put a model2vec model there, or unset {MODEL_PATH}.",
        )
    missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
    if missing:
        raise UsageError(
            f"{folder} is no model: it has no {', '.join(missing)}.",
            cause="A model is read from the disk and never downloaded.",
            remedy=f"Name the folder that a model2vec model was saved to in {MODEL_PATH}.",
        )
    if find_spec("model2vec") is None:
        raise UsageError(
            f"{MODEL_PATH} is set, but model2vec is not installed.",
            remedy='Install the extra: pip install "hedgerow[vectors]".',
        )
    return LocalModel(folder)


def unit(rows: Vectors) -> Vectors:
    """Return rows of length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0), np.float32)


def fused(*orders: Sequence[int]) -> list[int]:
    """Join several orders of the same things by reciprocal rank; alike ones by their number."""
    scores: dict[int, float] = {}
    for order in orders:
        for rank, one in enumerate(order, start=1):
            scores[one] = scores.get(one, 0.0) + 1 / (_FUSION + rank)
    return sorted(scores, key=lambda one: (-scores[one], one))
