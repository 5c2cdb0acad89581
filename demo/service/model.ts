// What service, log and telemetry know of a model.
import type { Watched } from './telemetry/features';

export interface Model {
  name: string;
  /** Changes when another version is deployed. */
  version: string;
  /** The column of the log that holds the predicted class. */
  prediction: string;
  /** Its features that are metrics as well. */
  watched?: Watched;
}
