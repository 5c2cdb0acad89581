// What tools/levitate.ts does not complain about: the parameters of the first two differ between Grafana 11.0 and 13.2 in nothing but the word `export`
// before their types. The third takes a function from 12.4 on; older ones keep what they are given and ask it of Grafana's own panels alone. The fourth has
// a second parameter that is optional.
module.exports = {
  changes: [/^PanelPlugin\.(setPanelOptions|useFieldConfig|setSuggestionsSupplier|setMigrationHandler)$/],
};
