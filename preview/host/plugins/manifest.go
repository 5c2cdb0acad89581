// Package plugins finds built plugins in a folder and runs their backends.
package plugins

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Plugin is a built plugin: the manifest as it lies in its folder, and what this host reads of it.
type Plugin struct {
	ID         string
	Type       string // app, datasource or panel
	Name       string
	Backend    bool
	Executable string // without the ending for the system that it was built for
	Version    string
	Folder     string
	Parent     string // the app that it is nested in, if it is
	Manifest   map[string]any
}

// Find walks a folder for manifests. A plugin's children lie in its folder; node_modules is none of them.
func Find(folder string) ([]Plugin, error) {
	folder, err := filepath.Abs(folder) // a backend runs in its own folder
	if err != nil {
		return nil, err
	}
	var found []Plugin
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "node_modules":
			return fs.SkipDir
		case entry.IsDir() || entry.Name() != "plugin.json":
			return nil
		}
		plugin, err := read(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, other := range found {
			if other.ID == plugin.ID {
				return fmt.Errorf("%s: the plugin %s lies in %s too", path, plugin.ID, other.Folder)
			}
		}
		found = append(found, plugin)
		return nil
	})
	nest(found)
	return found, err
}

// nest gives the plugins that lie in another's folder their parent, and its version where they name none.
func nest(found []Plugin) {
	for i, plugin := range found {
		for _, other := range found {
			if !strings.HasPrefix(plugin.Folder, other.Folder+string(filepath.Separator)) {
				continue
			}
			found[i].Parent = other.ID
			if plugin.Version == "" {
				found[i].Version = other.Version
			}
		}
	}
}

func read(file string) (Plugin, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return Plugin{}, err
	}
	var head struct {
		ID         string `json:"id"`
		Type       string `json:"type"`
		Name       string `json:"name"`
		Backend    bool   `json:"backend"`
		Executable string `json:"executable"`
		Info       struct {
			Version string `json:"version"`
		} `json:"info"`
	}
	manifest := map[string]any{}
	if err := json.Unmarshal(text, &head); err != nil {
		return Plugin{}, err
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return Plugin{}, err
	}
	if head.ID == "" || head.Type == "" {
		return Plugin{}, fmt.Errorf("a manifest needs an id and a type")
	}
	return Plugin{ID: head.ID, Type: head.Type, Name: head.Name, Backend: head.Backend, Executable: head.Executable,
		Version: head.Info.Version, Folder: filepath.Dir(file), Manifest: manifest}, nil
}

// BaseURL is where the plugin's files are served. A nested plugin has one of its own, and its files are looked for in its own folder.
func (p Plugin) BaseURL() string { return "public/plugins/" + p.ID }

// Meta is the manifest as Grafana hands it to the browser: with the addresses of its module and its pictures.
func (p Plugin) Meta() map[string]any {
	meta := map[string]any{}
	for key, value := range p.Manifest {
		meta[key] = value
	}
	meta["module"] = p.BaseURL() + "/module.js"
	meta["baseUrl"] = p.BaseURL()
	meta["signature"] = "unsigned"
	meta["loadingStrategy"] = "script"
	meta["angular"] = map[string]any{"detected": false}
	if info, ok := meta["info"].(map[string]any); ok {
		meta["info"] = p.withLogos(info)
	}
	return meta
}

func (p Plugin) withLogos(info map[string]any) map[string]any {
	copied := map[string]any{}
	for key, value := range info {
		copied[key] = value
	}
	logos, _ := info["logos"].(map[string]any)
	absolute := map[string]any{}
	for size, logo := range logos {
		absolute[size] = fmt.Sprintf("%s/%v", p.BaseURL(), logo)
	}
	copied["logos"] = absolute
	return copied
}

// command is the backend's file for the system that this runs on.
func (p Plugin) command() string {
	name := fmt.Sprintf("%s_%s_%s", p.Executable, runtime.GOOS, runtime.GOARCH)
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(p.Folder, name)
}
