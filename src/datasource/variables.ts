// The data source's dashboard variables, as Grafana asks for them: their editor, and their lists.
import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { from, map, type Observable } from 'rxjs';
import type { DataSource } from './DataSource';
import { VariableEditor } from './editors/VariableEditor';
import { list, type VariableQuery } from './lists';

export class VariableSupport extends CustomVariableSupport<DataSource, VariableQuery> {
  override editor = VariableEditor;

  constructor(private readonly datasource: DataSource) {
    super();
  }

  override query(request: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const query = request.targets[0];
    const interpolation = this.datasource.interpolation(request.scopedVars);
    return from(list(query, interpolation, this.datasource.resources)).pipe(map((data) => ({ data })));
  }
}
