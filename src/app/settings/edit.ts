// Changes of a model's references and excluded periods, as new settings. Nothing else in the settings is touched, not even fields that this version does
// not know.
import {
  asSetting,
  type Model,
  type Period,
  type Reference,
  referencesOf,
  type Settings,
} from '../../datasource/settings';

/** The model's own settings, as they are written. */
export function modelOf(settings: Settings, name: string): Model | undefined {
  return settings.models?.find((model) => model.name === name);
}

/** The same settings with another list of references. */
export function withReferences(settings: Settings, model: string, references: Reference[]): Settings {
  return withModel(settings, model, { reference: asSetting(references) });
}

export function withExcluded(settings: Settings, model: string, exclude: Period[]): Settings {
  return withModel(settings, model, { exclude: exclude.length === 0 ? undefined : exclude });
}

/** A list with an entry in the place of another, or at the end; without it where there is none to put there. */
export function put<T>(list: T[], at: number | null, entry: T | undefined): T[] {
  if (at === null) {
    return entry === undefined ? list : [...list, entry];
  }
  return entry === undefined ? list.filter((_, i) => i !== at) : list.map((old, i) => (i === at ? entry : old));
}

/** References and excluded periods of a model, as they are in the settings. */
export const listsOf = (settings: Settings, model: string): { references: Reference[]; excluded: Period[] } => {
  const found = modelOf(settings, model);
  return { references: found ? referencesOf(found) : [], excluded: found?.exclude ?? [] };
};

function withModel(settings: Settings, name: string, part: Partial<Model>): Settings {
  return {
    ...settings,
    models: settings.models?.map((model) => (model.name === name ? trimmed({ ...model, ...part }) : model)),
  };
}

/** What is undefined is not there: settings are compared and shown as they are stored. */
function trimmed(model: Model): Model {
  return Object.fromEntries(Object.entries(model).filter(([, value]) => value !== undefined)) as unknown as Model;
}
