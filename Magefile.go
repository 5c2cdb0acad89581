//go:build mage

// How the backend is built: `mage build:linux` through Grafana's own targets, as a fully static binary that also runs in Alpine.
package main

import (
	// mage:import
	build "github.com/grafana/grafana-plugin-sdk-go/build"
)

// Default builds for Linux: the other platforms need a C cross compiler for DuckDB.
var Default = build.Build.Linux

var _ = build.SetBeforeBuildCallback(func(cfg build.Config) (build.Config, error) {
	cfg.EnableCGo = true // DuckDB is C++; this makes the SDK drop its own -static, so it is given back through CGO_LDFLAGS
	if cfg.Env == nil {
		cfg.Env = map[string]string{}
	}
	cfg.Env["CGO_ENABLED"], cfg.Env["CGO_LDFLAGS"] = "1", "-static"
	return cfg, nil
})
