package server

import (
	"encoding/json"
	"html/template"
	"net/http"
)

// page is the frame that the bundle fills. Grafana's libraries read window.grafanaBootData when they load, so it stands before them.
var page = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Preview</title>
<base href="/">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/public/preview/main.css">
<style>html, body { margin: 0; height: 100% } body { background: {{if .Light}}#f4f5f5{{else}}#111217{{end}} }</style>
<script>
window.grafanaBootData = {{.Boot}};
window.__grafana_public_path__ = '/public/';
</script>
</head>
<body class="{{if .Light}}theme-light{{else}}theme-dark{{end}}">
<div id="root"></div>
<script type="module" src="/public/preview/main.js"></script>
</body>
</html>
`))

// page answers every path that is no file and no API: which page it is decides the bundle.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	theme := chosenTheme(w, r)
	boot, err := json.Marshal(map[string]any{"settings": s.bootSettings(), "user": s.bootUser(theme), "navTree": []any{}, "assets": map[string]any{"light": "", "dark": ""}})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_ = page.Execute(w, map[string]any{"Light": theme == "light", "Boot": template.JS(boot)}) // json.Marshal has escaped what could end the script
}

// chosenTheme is the one that the address names (?theme=light), or the one that it named last.
func chosenTheme(w http.ResponseWriter, r *http.Request) string {
	const remembered = "preview_theme"
	theme := r.URL.Query().Get("theme")
	if theme == "light" || theme == "dark" {
		http.SetCookie(w, &http.Cookie{Name: remembered, Value: theme, Path: "/", SameSite: http.SameSiteStrictMode})
		return theme
	}
	if cookie, err := r.Cookie(remembered); err == nil && cookie.Value == "light" {
		return "light"
	}
	return "dark"
}

func (s *Server) bootUser(theme string) map[string]any {
	user := s.user()
	return map[string]any{
		"id": 1, "uid": "preview", "isSignedIn": true, "login": user.Login, "name": user.Name, "email": user.Email, "theme": theme,
		"lightTheme": theme == "light", "orgId": organisation, "orgName": "Main Org.", "orgRole": user.Role, "orgCount": 1, "isGrafanaAdmin": false,
		"gravatarUrl": "", "timezone": "browser", "weekStart": "", "locale": "en-US", "language": "en-US", "regionalFormat": "en-US",
		"helpFlags1": 0, "hasEditPermissionInFolders": false, "permissions": permissions(user.Role), "analytics": map[string]any{"identifier": ""},
		"authenticatedBy": "", "externalUserId": "",
	}
}

// permissions are the ones that plugins look at.
func permissions(role string) map[string]bool {
	all := map[string]bool{"datasources:query": true, "datasources:read": true, "dashboards:read": true, "plugins.app:access": true}
	if role == "Admin" {
		all["datasources:write"], all["plugins:write"] = true, true
	}
	return all
}

func (s *Server) frontendSettings(w http.ResponseWriter, _ *http.Request) {
	reply(w, http.StatusOK, s.bootSettings())
}

// bootSettings is what Grafana tells a browser about itself, as far as plugins and Grafana's libraries read it.
func (s *Server) bootSettings() map[string]any {
	panels, applications, sources := map[string]any{}, map[string]any{}, map[string]any{}
	defaultSource := ""
	for _, plugin := range s.plugins {
		switch plugin.Type {
		case "panel":
			meta := plugin.Meta()
			meta["sort"], meta["hideFromList"] = 100, false
			panels[plugin.ID] = meta
		case "app":
			meta := plugin.Meta()
			meta["path"], meta["version"], meta["preload"] = meta["module"], plugin.Version, false
			meta["extensions"] = map[string]any{"addedLinks": []any{}, "addedComponents": []any{}, "exposedComponents": []any{}, "extensionPoints": []any{}, "addedFunctions": []any{}}
			applications[plugin.ID] = meta
		}
	}
	for _, ds := range s.dataSources.list() {
		if ds.IsDefault || defaultSource == "" {
			defaultSource = ds.Name
		}
		settings := map[string]any{"id": ds.ID, "uid": ds.UID, "type": ds.Type, "name": ds.Name, "url": "/api/datasources/proxy/uid/" + ds.UID,
			"isDefault": ds.IsDefault, "access": ds.Access, "preload": false, "jsonData": ds.JSONData, "readOnly": !ds.Editable,
			"cachingConfig": map[string]any{"enabled": false, "TTLMs": 0}}
		if plugin, found := s.plugin(ds.Type); found {
			settings["meta"], settings["module"] = plugin.Meta(), plugin.BaseURL()+"/module.js"
		} else {
			settings["meta"] = map[string]any{"id": ds.Type, "name": ds.Type, "type": "datasource", "metrics": true, "info": map[string]any{"logos": map[string]any{}}}
		}
		sources[ds.Name] = settings
	}
	return map[string]any{
		"panels": panels, "apps": applications, "datasources": sources, "defaultDatasource": defaultSource,
		"appUrl": s.options.URL, "appSubUrl": "", "minRefreshInterval": "1s", "namespace": "default", "windowTitlePrefix": "Preview - ",
		"buildInfo": map[string]any{"version": GrafanaVersion, "versionString": "Preview with Grafana's libraries " + GrafanaVersion, "commit": "preview",
			"commitShort": "preview", "buildstamp": 0, "edition": "Open Source", "env": "production", "hideVersion": false, "latestVersion": "", "hasUpdate": false},
		"featureToggles": map[string]any{}, "licenseInfo": map[string]any{"expiry": 0, "licenseUrl": "", "stateInfo": "", "edition": "Open Source", "enabledFeatures": map[string]any{}},
		"grafanaJavascriptAgent": map[string]any{"enabled": false}, "unifiedAlertingEnabled": true, "unifiedAlerting": map[string]any{"minInterval": "10s"},
		"expressionsEnabled": false, "rbacEnabled": true, "liveEnabled": false, "exploreEnabled": false, "pluginsCDNBaseURL": "", "language": "en-US",
		"dateFormats": map[string]any{"fullDate": "YYYY-MM-DD HH:mm:ss", "useBrowserLocale": false, "defaultTimezone": "browser", "interval": map[string]any{
			"millisecond": "HH:mm:ss.SSS", "second": "HH:mm:ss", "minute": "HH:mm", "hour": "MM/DD HH:mm", "day": "MM/DD", "month": "YYYY-MM", "year": "YYYY"}},
	}
}
