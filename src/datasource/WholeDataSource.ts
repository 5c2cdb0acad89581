// The data source with all that Grafana asks of one in a dashboard: annotations and variables too, whose editors know the data source itself.
import type { DataSourceInstanceSettings } from '@grafana/data';
import { episodes } from './annotations';
import { DataSource } from './DataSource';
import type { Settings } from './settings';
import { VariableSupport } from './variables';

export class WholeDataSource extends DataSource {
  constructor(instanceSettings: DataSourceInstanceSettings<Settings>) {
    super(instanceSettings);
    this.annotations = episodes;
    this.variables = new VariableSupport(this);
  }
}
