define(['@grafana/data', '@grafana/runtime', 'react', 'module'], (data, runtime, React, module) => {
  const h = React.createElement;
  const Panel = ({ data: { series }, options, fieldConfig, replaceVariables }) => {
    const field = series[0]?.fields.find(({ type }) => type === 'number');
    if (!field) {
      return h('p', null, 'nothing yet');
    }
    const last = field.display(field.values[field.values.length - 1]);
    return h('div', null,
      h('p', { 'data-testid': 'last', style: { color: last.color } }, `${replaceVariables(options.title)}: ${data.formattedValueToString(last)}`),
      h('p', { 'data-testid': 'uri' }, module.uri),
      h('button', { onClick: () => runtime.locationService.partial({ 'var-name': 'coral' }, true) }, 'Choose coral'));
  };
  const plugin = new data.PanelPlugin(Panel).useFieldConfig().setPanelOptions((builder) => builder.addTextInput({ path: 'title', name: 'Title', defaultValue: 'Last of $name' }).addRadio({ path: 'mode', name: 'Mode', defaultValue: 'a', settings: { options: [] } }));
  return { plugin };
});
