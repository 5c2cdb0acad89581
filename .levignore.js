// What tools/levitate.ts does not complain about: the parameters of these two differ between Grafana 11.0 and 13.2 in nothing but the word `export`
// before their types.
module.exports = {
  changes: [/^PanelPlugin\.(setPanelOptions|useFieldConfig)$/],
};
