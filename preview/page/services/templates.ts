// Template variables as plugins read them, on top of the variables of the active dashboard.
import type { ScopedVars, TypedVariableModel } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { sceneGraph, SceneObjectBase, type SceneVariable } from '@grafana/scenes';
import { activeScene } from './activeScene';

const reference = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}/;

export const templates: TemplateSrv = {
  getVariables: () => sceneGraph.getVariables(activeScene()).state.variables.map(model),

  replace(target = '', scopedVars, format, interpolations) {
    return sceneGraph.interpolate(
      sceneOf(scopedVars),
      target,
      scopedVars,
      format as Parameters<typeof sceneGraph.interpolate>[3],
      interpolations
    );
  },

  containsTemplate: (target) => target !== undefined && reference.test(target),

  updateTimeRange: () => undefined,
};

/** A query says which panel it is for; what does not, is for the dashboard as a whole. */
function sceneOf(scopedVars?: ScopedVars) {
  const holder: unknown = scopedVars?.__sceneObject?.value;
  const scene: unknown =
    holder instanceof SceneObjectBase ? holder : (holder as { valueOf?: () => unknown } | undefined)?.valueOf?.();
  return scene instanceof SceneObjectBase ? scene : activeScene();
}

/** A variable in the shape that it has in a dashboard's JSON. */
function model(variable: SceneVariable): TypedVariableModel {
  const { type, name, label, hide, skipUrlSync, ...rest } = variable.state;
  const value = variable.getValue();
  const text = variable.getValueText?.() ?? String(value);
  return {
    ...rest,
    type,
    name,
    label,
    hide,
    skipUrlSync,
    id: name,
    global: false,
    current: { value, text, selected: true },
  } as unknown as TypedVariableModel;
}
