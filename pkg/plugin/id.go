// Package plugin is Grafana's side of the backend: settings, queries, health and resources of the Tideline data source.
package plugin

// ID is the data source's plugin id.
const ID = "tideline-drift-datasource"
