"""Learns the subword vocabulary and fixes how characters are normalised.

The normaliser is part of the saved ``tokenizer.json``: training and serving cannot disagree.
"""

from collections import Counter
from collections.abc import Sequence

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "[UNK]"
PIECE_PREFIX = "##"
_ALPHABET = 400

_GENDER_MARK = (
    r"\(\s*[hfmxdw](?:\s*[/.-]\s*[hfmxdw])+\s*\)"
    r"|(?<![\p{L}\p{N}])[hfm]\s*/\s*[hfm](?:\s*/\s*[xd])?(?![\p{L}\p{N}])"
)
"""``(h/f/x)``, ``H/F``, ``m/w/d``: says nothing of the work."""

_ARABIC_ARTICLE = r"(?<!\p{L})(?:[وب]?ال|لل)(?=\p{Arabic}{3})"
"""The article, also after *and* or *with*, or melted into *for*: glued to the word it opens."""

_PLURAL = r"(?<=[a-z]{3})(?<![su])s(?!\p{L})"
"""Final s of English, French and Spanish plurals; words in -ss and -us keep theirs."""

_TATWEEL = "\u0640"
_ALEF_MAKSURA, _YA = "\u0649", "\u064a"
_TA_MARBUTA, _HA = "\u0629", "\u0647"


def normalizer() -> normalizers.Normalizer:
    """Build the character filter.

    NFD with accents stripped does three jobs at once: Latin accents go, Arabic vowel marks
    (tashkeel) go, and every alef with hamza or madda becomes a bare alef, because Unicode
    decomposes it into alef and a mark.
    """
    return normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.NFD(),
            normalizers.StripAccents(),
            normalizers.Replace(Regex(_GENDER_MARK), " "),
            normalizers.Replace("œ", "oe"),
            normalizers.Replace(_TATWEEL, ""),
            normalizers.Replace(_ALEF_MAKSURA, _YA),
            normalizers.Replace(_TA_MARBUTA, _HA),
            normalizers.Replace(Regex(_ARABIC_ARTICLE), ""),
            normalizers.Replace(Regex(_PLURAL), ""),
        ]
    )


def learn(texts: Sequence[str], *, size: int) -> Tokenizer:
    """Learn at most ``size`` subwords from the texts. Words are runs of letters and digits.

    The trainer numbers inner letters (``##a``) as it meets them, in an order that changes from
    run to run, and breaks ties by number. Naming them beforehand makes its choice reproducible.
    """
    learner = Tokenizer(models.WordPiece(unk_token=UNKNOWN))
    learner.normalizer = normalizer()
    learner.pre_tokenizer = words()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        special_tokens=[UNKNOWN, *(PIECE_PREFIX + letter for letter in _letters(texts))],
        continuing_subword_prefix=PIECE_PREFIX,
        show_progress=False,
        limit_alphabet=_ALPHABET,
    )
    learner.train_from_iterator(texts, trainer)
    pieces = sorted(set(learner.get_vocab()) - {UNKNOWN})
    return _assembled({piece: number for number, piece in enumerate([UNKNOWN, *pieces])})


def _letters(texts: Sequence[str]) -> list[str]:
    """The letters and digits that remain after normalisation, most frequent first."""
    normalise = normalizer()
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(normalise.normalize_str(text))
    kept = [letter for letter in counts if letter.isalnum()]
    return sorted(kept, key=lambda letter: (-counts[letter], letter))[:_ALPHABET]


def _assembled(vocabulary: dict[str, int]) -> Tokenizer:
    """Put the vocabulary behind our normaliser and word cutter."""
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = words()
    tokenizer.decoder = decoders.WordPiece(prefix=PIECE_PREFIX)
    return tokenizer


def words() -> pre_tokenizers.PreTokenizer:
    """Cut at everything that is neither letter nor digit; ``d'œuvre`` is two words."""
    return pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), behavior="removed")


def fragmenting(tokenizer: Tokenizer, *, longest: int) -> Tokenizer:
    """Give the same tokenizer without its pieces above ``longest`` letters.

    Words fall apart into small pieces that keep their numbers. Training on both views teaches
    the small pieces, which alone carry a word that was misspelt or never seen.
    """
    return _assembled(
        {
            piece: number
            for piece, number in tokenizer.get_vocab().items()
            if piece == UNKNOWN or len(piece.removeprefix(PIECE_PREFIX)) <= longest
        }
    )
