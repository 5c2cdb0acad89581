// What the fields of the editor know beside the query: the model it is about, the methods there are, the names that can be chosen.
import type { MethodInfo, ModelInfo, ServiceInfo } from '../../resources';

export interface Known {
  /** The model that the query is about, where it is a single and known one. */
  model?: ModelInfo;
  /** The data source's spans, where it names some. */
  service?: ServiceInfo;
  methods: MethodInfo[];
  /** The dashboard's variables as they are written in a query; none in an alert rule. */
  variables: string[];
  /** What an answer may be split by. */
  groups: string[];
  /** The columns that filters may name. */
  columns: string[];
  /** The values that a column holds. */
  valuesOf: (column: string) => Promise<string[]>;
  alerting: boolean;
}
