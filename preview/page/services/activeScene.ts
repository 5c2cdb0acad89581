// The dashboard on the screen: what a plugin's templates, links and times refer to when it does not say.
import { EmbeddedScene, SceneFlexLayout, type SceneObject, SceneTimeRange } from '@grafana/scenes';

let active: SceneObject | undefined;
let nowhere: SceneObject | undefined;

/** The scene on the screen, or one without variables. */
export function activeScene(): SceneObject {
  nowhere ??= new EmbeddedScene({ $timeRange: new SceneTimeRange(), body: new SceneFlexLayout({ children: [] }) });
  return active ?? nowhere;
}

/** Makes a scene the active one, until the returned function is called. */
export function activate(scene: SceneObject): () => void {
  active = scene;
  return () => {
    if (active === scene) {
      active = undefined;
    }
  };
}
