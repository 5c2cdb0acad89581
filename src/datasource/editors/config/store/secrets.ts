// Secrets on the settings page: Grafana tells which are saved, and never what they are.
import type { SecretName } from '../../../settings';

export interface SecretFields {
  /** Saved, or typed and about to be. */
  isSet: (name: SecretName) => boolean;
  set: (name: SecretName, text: string) => void;
  /** Forgets a saved one when the page is saved, unless another is typed. */
  reset: (name: SecretName) => void;
}
