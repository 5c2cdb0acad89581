package server

import (
	"encoding/json"
	"net/http"
	"sync"

	"github.com/tideline-ml/tideline/preview/host/plugins"
	"github.com/tideline-ml/tideline/preview/host/provisioning"
)

// apps holds the settings of app plugins in memory.
type apps struct {
	mutex    sync.RWMutex
	settings map[string]provisioning.App
}

func newApps(configured []provisioning.App) *apps {
	held := &apps{settings: map[string]provisioning.App{}}
	for _, app := range configured {
		held.settings[app.Type] = app
	}
	return held
}

// of returns an app's settings. An app that is not provisioned is enabled all the same: there is nobody to enable it.
func (a *apps) of(id string) provisioning.App {
	a.mutex.RLock()
	defer a.mutex.RUnlock()
	app, found := a.settings[id]
	if !found {
		app = provisioning.App{Type: id}
	}
	if app.JSONData == nil {
		app.JSONData = map[string]any{}
	}
	return app
}

func (s *Server) plugin(id string) (plugins.Plugin, bool) {
	for _, plugin := range s.plugins {
		if plugin.ID == id {
			return plugin, true
		}
	}
	return plugins.Plugin{}, false
}

// appSettings answers GET /api/plugins/:id/settings: a plugin's manifest with its settings.
func (s *Server) appSettings(w http.ResponseWriter, r *http.Request) {
	plugin, found := s.plugin(r.PathValue("id"))
	if !found {
		fail(w, http.StatusNotFound, "Plugin not found, no installed plugin with that id", nil)
		return
	}
	app := s.apps.of(plugin.ID)
	secrets := map[string]bool{}
	for key := range app.SecureJSONData {
		secrets[key] = true
	}
	settings := plugin.Meta()
	settings["enabled"], settings["pinned"] = !app.Disabled, true
	settings["jsonData"], settings["secureJsonFields"] = app.JSONData, secrets
	settings["defaultNavUrl"] = "/a/" + plugin.ID
	settings["hasUpdate"], settings["latestVersion"] = false, ""
	reply(w, http.StatusOK, settings)
}

// changeAppSettings answers POST /api/plugins/:id/settings, which an app's configuration page sends.
func (s *Server) changeAppSettings(w http.ResponseWriter, r *http.Request) {
	plugin, found := s.plugin(r.PathValue("id"))
	if !found {
		fail(w, http.StatusNotFound, "Plugin not installed", nil)
		return
	}
	var changed struct {
		Enabled        bool              `json:"enabled"`
		JSONData       map[string]any    `json:"jsonData"`
		SecureJSONData map[string]string `json:"secureJsonData"`
	}
	if err := json.NewDecoder(r.Body).Decode(&changed); err != nil {
		fail(w, http.StatusBadRequest, "bad request data", err)
		return
	}
	app := s.apps.of(plugin.ID)
	app.Disabled, app.JSONData = !changed.Enabled, changed.JSONData
	secrets := map[string]string{}
	for _, from := range []map[string]string{app.SecureJSONData, changed.SecureJSONData} {
		for key, secret := range from {
			secrets[key] = secret
		}
	}
	app.SecureJSONData = secrets
	s.apps.mutex.Lock()
	s.apps.settings[plugin.ID] = app
	s.apps.mutex.Unlock()
	reply(w, http.StatusOK, map[string]any{"message": "Plugin settings updated"})
}
