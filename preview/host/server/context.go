package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/useragent"
	"github.com/grafana/grafana-plugin-sdk-go/config"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/tideline-ml/tideline/preview/host/plugins"
)

// organisation is the one that everything is provisioned into.
const organisation = 1

var errNoBackend = errors.New("the data source's plugin is not installed, or has no backend")

// clients are the services of a data source's plugin.
func (s *Server) clients(ds dataSource) (plugins.Clients, error) {
	b, found := s.backends[ds.Type]
	if !found {
		return plugins.Clients{}, fmt.Errorf("%w: %s", errNoBackend, ds.Type)
	}
	return b.Clients()
}

// pluginContext is what Grafana says with every call: for whom, and about which data source.
func (s *Server) pluginContext(ds dataSource) (backend.PluginContext, error) {
	settings, err := json.Marshal(ds.JSONData)
	if err != nil {
		return backend.PluginContext{}, err
	}
	agent, err := useragent.New(GrafanaVersion, runtime.GOOS, runtime.GOARCH)
	if err != nil {
		return backend.PluginContext{}, err
	}
	return backend.PluginContext{
		OrgID:         organisation,
		PluginID:      ds.Type,
		PluginVersion: s.pluginVersion(ds.Type),
		User:          s.user(),
		UserAgent:     agent,
		Namespace:     "default",
		GrafanaConfig: config.NewGrafanaCfg(s.grafanaConfig()),
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			ID:                      ds.ID,
			UID:                     ds.UID,
			Type:                    ds.Type,
			Name:                    ds.Name,
			URL:                     ds.URL,
			User:                    ds.User,
			Database:                ds.Database,
			BasicAuthEnabled:        ds.BasicAuth,
			BasicAuthUser:           ds.BasicAuthUser,
			JSONData:                settings,
			DecryptedSecureJSONData: ds.SecureJSONData,
			Updated:                 ds.Changed,
		},
	}, nil
}

func (s *Server) user() *backend.User {
	login := strings.ToLower(s.options.Role)
	return &backend.User{Login: login, Name: s.options.Role, Email: login + "@localhost", Role: s.options.Role}
}

// grafanaConfig are Grafana's defaults. They stay the same while the host runs: a change makes a plugin start its instances anew.
func (s *Server) grafanaConfig() map[string]string {
	return map[string]string{
		config.AppURL:                           s.options.URL,
		config.ConcurrentQueryCount:             "10",
		config.UserFacingDefaultError:           "please inspect Grafana server log for details",
		config.SQLRowLimit:                      "1000000",
		config.SQLMaxOpenConnsDefault:           "100",
		config.SQLMaxIdleConnsDefault:           "100",
		config.SQLMaxConnLifetimeSecondsDefault: "14400",
		config.ResponseLimit:                    "0",
	}
}

func (s *Server) pluginVersion(id string) string {
	for _, plugin := range s.plugins {
		if plugin.ID == id {
			return plugin.Version
		}
	}
	return ""
}

func unimplemented(err error) bool { return status.Code(err) == codes.Unimplemented }
