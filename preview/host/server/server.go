// Package server answers Grafana's own paths for the provisioned data sources, dashboards and plugins, and serves the page that draws them.
package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/go-hclog"

	"github.com/tideline-ml/tideline/preview/host/plugins"
	"github.com/tideline-ml/tideline/preview/host/provisioning"
)

// GrafanaVersion is the version of Grafana's libraries that the page is built from: what plugins in the browser and in their processes are told.
const GrafanaVersion = "13.2.2"

// Options say what a server serves.
type Options struct {
	Provisioning string // a folder of Grafana's provisioning files
	Plugins      string // a folder of built plugins
	Page         string // the built page
	URL          string // where the server is reached, for plugins that ask
	Role         string // Viewer, Editor or Admin: whom everybody is taken for
	Logger       hclog.Logger
}

// Server holds the loaded plugins, their running backends and what is provisioned.
type Server struct {
	options     Options
	plugins     []plugins.Plugin
	backends    map[string]*plugins.Backend
	dataSources *dataSources
	apps        *apps
	providers   []provisioning.Provider
	ruleGroups  []provisioning.RuleGroup
}

// New reads everything and starts the backends. The caller closes the server, also after an error of what follows.
func New(options Options) (*Server, error) {
	s := &Server{options: options, backends: map[string]*plugins.Backend{}}
	if err := s.load(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Server) load() (err error) {
	if _, err := os.Stat(filepath.Join(s.options.Page, "main.js")); err != nil {
		return fmt.Errorf("the page is not built in %s: %w", s.options.Page, err)
	}
	if s.plugins, err = plugins.Find(s.options.Plugins); err != nil {
		return err
	}
	configured, err := provisioning.DataSources(s.options.Provisioning)
	if err != nil {
		return err
	}
	s.dataSources = newDataSources(configured)
	enabled, err := provisioning.Apps(s.options.Provisioning)
	if err != nil {
		return err
	}
	s.apps = newApps(enabled)
	if s.providers, err = provisioning.Providers(s.options.Provisioning); err != nil {
		return err
	}
	if s.ruleGroups, err = provisioning.RuleGroups(s.options.Provisioning); err != nil {
		return err
	}
	_, problems := provisioning.Dashboards(s.providers)
	for _, problem := range problems {
		s.options.Logger.Warn("a dashboard is left out", "problem", problem)
	}
	for _, plugin := range s.plugins {
		if !plugin.Backend {
			continue
		}
		if s.backends[plugin.ID], err = plugins.Start(plugin, GrafanaVersion, s.options.Logger); err != nil {
			delete(s.backends, plugin.ID)
			return err
		}
	}
	return nil
}

// Close ends the plugins' processes.
func (s *Server) Close() {
	for _, backend := range s.backends {
		backend.Close()
	}
}

// Handler routes Grafana's paths. What is none of them, and no file, is a page.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/health", s.health)
	mux.HandleFunc("POST /api/ds/query", s.query)

	mux.HandleFunc("GET /api/datasources", s.adminOnly(s.listDataSources))
	mux.HandleFunc("GET /api/datasources/uid/{uid}", s.adminOnly(s.dataSource))
	mux.HandleFunc("PUT /api/datasources/uid/{uid}", s.adminOnly(s.changeDataSource))
	mux.HandleFunc("GET /api/datasources/uid/{uid}/health", s.dataSourceHealth)
	mux.HandleFunc("/api/datasources/uid/{uid}/resources", s.dataSourceResource)
	mux.HandleFunc("/api/datasources/uid/{uid}/resources/{path...}", s.dataSourceResource)

	mux.HandleFunc("GET /api/plugins/{id}/settings", s.appSettings)
	mux.HandleFunc("POST /api/plugins/{id}/settings", s.adminOnly(s.changeAppSettings))

	mux.HandleFunc("GET /api/search", s.search)
	mux.HandleFunc("GET /api/dashboards/uid/{uid}", s.dashboard)
	mux.HandleFunc("GET /api/frontend/settings", s.frontendSettings)
	mux.HandleFunc("GET /api/prometheus/grafana/api/v1/rules", s.rules)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		fail(w, http.StatusNotFound, "Not found", fmt.Errorf("the preview does not answer %s %s", r.Method, r.URL.Path))
	})

	mux.HandleFunc("GET /public/plugins/{id}/{path...}", s.pluginFile)
	mux.HandleFunc("GET /public/build/img/icons/{path...}", s.icon)
	mux.Handle("GET /public/preview/", http.StripPrefix("/public/preview", fresh(http.FileServer(http.Dir(s.options.Page)))))
	mux.HandleFunc("/public/", http.NotFound)
	mux.HandleFunc("/", s.page)
	return onlyFromHere(mux)
}

// onlyFromHere refuses requests that a page of another site makes a browser send, by name or by origin: the server has no login.
func onlyFromHere(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if origin := r.Header.Get("Origin"); !local(r.Host) || (origin != "" && !local(strings.TrimPrefix(origin, "http://"))) {
			fail(w, http.StatusForbidden, "The preview answers only on this machine's own address", nil)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func local(host string) bool {
	name := host
	if colon := strings.LastIndex(host, ":"); colon > strings.LastIndex(host, "]") {
		name = host[:colon]
	}
	return name == "localhost" || name == "127.0.0.1" || name == "[::1]"
}

// adminOnly guards what Grafana gives to administrators alone: a data source's settings, and changes.
func (s *Server) adminOnly(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.options.Role != "Admin" {
			fail(w, http.StatusForbidden, "You'll need additional permissions to perform this action", nil)
			return
		}
		next(w, r)
	}
}

func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	reply(w, http.StatusOK, map[string]any{"database": "ok", "version": GrafanaVersion, "commit": "preview"})
}

func reply(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		fail(w, http.StatusInternalServerError, "The answer could not be written", err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// fail answers as Grafana does: a message for people, and the error where there is more to say.
func fail(w http.ResponseWriter, status int, message string, err error) {
	body := map[string]any{"message": message}
	if err != nil {
		body["error"] = err.Error()
	}
	reply(w, status, body)
}

// failed answers for a plugin that could not be asked.
func failed(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, errNotFound):
		fail(w, http.StatusNotFound, "Data source not found", err)
	case errors.Is(err, errNoBackend):
		reply(w, http.StatusNotFound, map[string]any{"message": "Plugin not registered", "messageId": "plugin.notRegistered", "statusCode": 404, "error": err.Error()})
	case errors.Is(err, plugins.ErrUnavailable):
		reply(w, http.StatusInternalServerError, map[string]any{"message": "Plugin unavailable", "messageId": "plugin.unavailable", "statusCode": 500})
	case unimplemented(err):
		reply(w, http.StatusNotFound, map[string]any{"message": "Method not implemented", "messageId": "plugin.notImplemented", "statusCode": 404})
	default:
		reply(w, http.StatusInternalServerError, map[string]any{"message": "An error occurred within the plugin", "messageId": "plugin.downstreamError",
			"statusCode": 500, "error": err.Error()})
	}
}
