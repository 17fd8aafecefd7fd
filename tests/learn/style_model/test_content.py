"""What is expected of a piece comes from the songs that are like it."""

import numpy as np

from metamaster.learn.style_model.content import covariance, expected, forgetting, kernel, standardised
from tests.learn.style_model.music import fitted, songs


def test_a_song_that_was_learned_is_expected_to_sound_as_it_does():
    made, content = songs(), fitted().content
    strayed = np.abs(expected(content, made.prints) - made.features).mean()
    assert strayed < 0.3 * np.abs(made.features - content.mean).mean()


def test_of_a_piece_unlike_any_song_the_average_is_expected():
    content = fitted().content
    alternating = np.where(np.arange(616) % 2, 1e6, -1e6)[None]
    assert np.allclose(expected(content, alternating), content.mean, atol=1.0)


def test_likeness_is_one_with_itself_and_symmetric():
    prints = standardised(fitted().content, songs().prints)
    alike = kernel(prints, prints)
    assert np.allclose(np.diag(alike), 1.0)
    assert np.allclose(alike, alike.T)


def test_a_song_that_is_forgotten_is_expected_as_if_it_had_never_been_learned():
    made, content = songs(), fitted().content
    kept = made.song != 3
    strange = forgetting(content, made.song, frozenset({3}))
    among = covariance(content.prints, made.song)[np.ix_(kept, kept)]
    alike = kernel(standardised(content, made.prints[~kept]), content.prints[kept])
    by_others = content.mean + alike @ np.linalg.solve(among, made.features[kept] - content.mean)
    assert np.allclose(expected(strange, made.prints[~kept]), by_others, atol=1e-6)
