package server

import (
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// fresh has a browser ask each time whether a file has changed: what is being developed changes.
func fresh(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}

// pluginFile serves a plugin's own folder, without its backend. Nothing is looked for anywhere else: a nested plugin that asks for a file of its
// parent's folder gets the same 404 from Grafana.
func (s *Server) pluginFile(w http.ResponseWriter, r *http.Request) {
	plugin, found := s.plugin(r.PathValue("id"))
	name := path.Clean("/" + r.PathValue("path"))
	if !found || strings.HasPrefix(path.Base(name), plugin.Executable+"_") && plugin.Backend {
		http.NotFound(w, r)
		return
	}
	file := filepath.Join(plugin.Folder, filepath.FromSlash(name))
	if info, err := os.Stat(file); err != nil || info.IsDir() {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeFile(w, r, file)
}

// noIcon stands for the few icons that Grafana's components ask for and their package does not bring.
const noIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>`

// icon serves the icons of Grafana's components.
func (s *Server) icon(w http.ResponseWriter, r *http.Request) {
	file := filepath.Join(s.options.Page, "icons", filepath.FromSlash(path.Clean("/"+r.PathValue("path"))))
	if _, err := os.Stat(file); err == nil {
		http.ServeFile(w, r, file)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	_, _ = fmt.Fprint(w, noIcon)
}
