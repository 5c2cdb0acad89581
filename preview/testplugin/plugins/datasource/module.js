define(['@grafana/data', '@grafana/runtime', '@grafana/ui', 'react', 'rxjs', 'lodash'], (data, runtime, ui, React, rxjs, _) => {
  const h = React.createElement;

  class DataSource extends runtime.DataSourceWithBackend {
    constructor(settings) {
      super(settings);
      this.variables = new Variables(this);
    }

    applyTemplateVariables(query, scopedVars) {
      return { ...query, name: runtime.getTemplateSrv().replace(query.name, scopedVars) };
    }

    getDefaultQuery() {
      return { want: 'series', name: 'amber' };
    }
  }

  class Variables extends data.CustomVariableSupport {
    constructor(source) {
      super();
      this.source = source;
      this.editor = () => null;
      this.query = () => rxjs.from(source.getResource('names')).pipe(rxjs.map((names) => ({ data: _.map(names, (text) => ({ text })) })));
    }
  }

  const QueryEditor = ({ query, onChange, onRunQuery }) =>
    h(ui.InlineField, { label: 'Name' }, h(ui.Input, { id: 'name', value: query.name, onChange: (e) => onChange({ ...query, name: e.currentTarget.value }), onBlur: onRunQuery }));

  const ConfigEditor = ({ options, onOptionsChange }) =>
    h(ui.Field, { label: 'Greeting', htmlFor: 'greeting' }, h(ui.Input, { id: 'greeting', value: options.jsonData.greeting ?? '', onChange: (e) => onOptionsChange({ ...options, jsonData: { ...options.jsonData, greeting: e.currentTarget.value } }) }));

  return { plugin: new data.DataSourcePlugin(DataSource).setQueryEditor(QueryEditor).setConfigEditor(ConfigEditor) };
});
