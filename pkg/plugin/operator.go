package plugin

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Operator is what whoever runs the Grafana server allows, in Grafana's own configuration:
//
//	[plugin.tideline-drift-datasource]
//	data_directories = /srv/predictions, 2:/srv/team-two
//	cache_directory = /var/cache/tideline
//	allow_sql = true
//	now = 2026-11-21T23:00:00Z
//
// It is out of reach of those who may edit data sources: a path or a statement in jsonData can never widen it.
type Operator struct {
	directories []directory
	// CacheDirectory is where files that are slow to read are kept as Parquet; empty: nowhere. No data source can read it.
	CacheDirectory string
	AllowSQL       bool
	Now            func() time.Time // the clock; or always the same time, for demonstrations and pictures of a log that has ended
}

type directory struct {
	org  int64 // 0: every organisation
	path string
}

// operatorFromEnvironment reads the settings as Grafana hands them to a plugin process: GF_PLUGIN_ and the key in upper case.
func operatorFromEnvironment() (Operator, error) {
	op := Operator{Now: time.Now}
	text := os.Getenv("GF_PLUGIN_DATA_DIRECTORIES")
	if strings.TrimSpace(text) == "" {
		text = defaultDirectory()
	}
	for _, entry := range strings.Split(text, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		d := directory{path: entry}
		if number, path, found := strings.Cut(entry, ":"); found {
			if org, err := strconv.ParseInt(number, 10, 64); err == nil {
				d = directory{org: org, path: strings.TrimSpace(path)}
			}
		}
		if !filepath.IsAbs(d.path) {
			return op, fmt.Errorf("data_directories in [plugin.%s] of Grafana's configuration: %q is not an absolute path", ID, d.path)
		}
		d.path = filepath.Clean(d.path)
		op.directories = append(op.directories, d)
	}
	if err := op.chooseCache(os.Getenv("GF_PLUGIN_CACHE_DIRECTORY")); err != nil {
		return op, err
	}
	if text := os.Getenv("GF_PLUGIN_ALLOW_SQL"); text != "" {
		allow, err := strconv.ParseBool(text)
		if err != nil {
			return op, fmt.Errorf("allow_sql in [plugin.%s] of Grafana's configuration: %q is neither true nor false", ID, text)
		}
		op.AllowSQL = allow
	}
	if text := os.Getenv("GF_PLUGIN_NOW"); text != "" {
		now, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return op, fmt.Errorf("now in [plugin.%s] of Grafana's configuration: %q is not a time such as 2026-11-21T23:00:00Z", ID, text)
		}
		op.Now = func() time.Time { return now }
	}
	return op, nil
}

// chooseCache takes the folder that the operator names, or one beside Grafana's data. One that a data source could read is none.
func (op *Operator) chooseCache(named string) error {
	named = strings.TrimSpace(named)
	folder := filepath.Clean(named)
	if named == "" {
		folder = filepath.Join(filepath.Dir(defaultDirectory()), "tideline-cache")
	}
	if !filepath.IsAbs(folder) {
		return fmt.Errorf("cache_directory in [plugin.%s] of Grafana's configuration: %q is not an absolute path", ID, named)
	}
	for _, d := range op.directories {
		if inside(folder, []string{d.path}) {
			if named == "" {
				return nil
			}
			return fmt.Errorf("cache_directory in [plugin.%s] of Grafana's configuration: %s lies in %s, which data sources may read", ID, folder, d.path)
		}
	}
	op.CacheDirectory = folder
	return nil
}

// defaultDirectory is a folder beside Grafana's data, for servers whose operator has said nothing.
func defaultDirectory() string {
	if data := os.Getenv("GF_PATHS_DATA"); filepath.IsAbs(data) {
		return filepath.Join(data, "tideline")
	}
	// Plugins lie in <data>/plugins/<app>/datasource/<executable>.
	if executable, err := os.Executable(); err == nil {
		for dir := filepath.Dir(executable); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			if filepath.Base(dir) == "plugins" {
				return filepath.Join(filepath.Dir(dir), "tideline")
			}
		}
	}
	return "/var/lib/grafana/tideline"
}

// Directories lists the folders that data sources of an organisation may read.
func (op Operator) Directories(org int64) []string {
	var paths []string
	for _, d := range op.directories {
		if d.org == 0 || d.org == org {
			paths = append(paths, d.path)
		}
	}
	return paths
}

// Resolve checks that a data source's path lies in what the operator allows its organisation, links followed. An empty path means the first allowed
// folder; a relative one lies below it.
func (op Operator) Resolve(org int64, path string) (string, error) {
	allowed := op.Directories(org)
	if len(allowed) == 0 {
		return "", fmt.Errorf("the server's operator allows this organisation no data directory: set data_directories in [plugin.%s] of Grafana's configuration", ID)
	}
	switch {
	case path == "":
		path = allowed[0]
	case !filepath.IsAbs(path):
		path = filepath.Join(allowed[0], path)
	}
	path = filepath.Clean(path)
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		if inside(path, allowed) {
			return "", fmt.Errorf("the folder %s does not exist on the Grafana server, or Grafana may not read it", path)
		}
		real = path
	}
	for _, root := range allowed {
		realRoot, err := filepath.EvalSymlinks(root)
		if err != nil {
			continue
		}
		if inside(real, []string{realRoot}) {
			return real, nil
		}
	}
	return "", fmt.Errorf("the path %s lies outside the folders that the server's operator allows (%s): choose one of them, or ask for data_directories in [plugin.%s] of Grafana's configuration to be widened",
		path, strings.Join(allowed, ", "), ID)
}

func inside(path string, roots []string) bool {
	for _, root := range roots {
		rel, err := filepath.Rel(root, path)
		if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return true
		}
	}
	return false
}
