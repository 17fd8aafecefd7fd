"""The settings file of a finished job."""

from metamaster.chain.settings_file import CREATED_BY, About, Delivery, NamedReference, SettingsFile
from metamaster.options import MasterOptions
from metamaster.result import MasterResult


def settings_file_of(result: MasterResult, options: MasterOptions) -> SettingsFile:
    """What is needed to master again as this job did."""
    adapted = result.target is not None
    return SettingsFile(
        settings=result.settings,
        delivery=Delivery(
            loudness_lufs=round(result.target_lufs, 3),
            true_peak_db=options.true_peak_db,
        ),
        about=About(
            created_by=CREATED_BY,
            mix=result.mix.name,
            references=tuple(NamedReference(*named) for named in _references(result)),
            seed=options.seed,
            rule=options.rule if adapted else None,
            steps=options.steps if adapted else None,
        ),
        uncertainty=result.uncertainty,
    )


def _references(result: MasterResult) -> tuple[tuple[str, float], ...]:
    if result.genre is not None:
        return result.genre.references
    return tuple((one.name, one.weight) for one in result.references)
