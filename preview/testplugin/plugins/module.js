define(['@grafana/data', '@grafana/runtime', 'react'], (data, runtime, React) => {
  const h = React.createElement;
  const Root = (props) => h(runtime.PluginPage, { pageNav: { text: 'Test page' } }, h('p', null, `${props.meta.name} at ${props.path}`));
  return { plugin: new data.AppPlugin().setRootPage(Root).addConfigPage({ id: 'configuration', title: 'Configuration', icon: 'cog', body: () => h('p', null, 'Test configuration') }) };
});
