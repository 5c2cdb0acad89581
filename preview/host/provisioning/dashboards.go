package provisioning

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

// inImages is where Grafana's images keep their provisioning files, and so where a provider often looks for its dashboards.
const inImages = "/etc/grafana/provisioning"

// Provider is a folder of dashboards.
type Provider struct {
	Name    string `yaml:"name"`
	Folder  string `yaml:"folder"`
	Type    string `yaml:"type"`
	Options struct {
		Path                      string `yaml:"path"`
		FoldersFromFilesStructure bool   `yaml:"foldersFromFilesStructure"`
	} `yaml:"options"`
}

// Dashboard is a provisioned dashboard: its JSON as it lies in its file, and what a list of dashboards shows of it.
type Dashboard struct {
	UID    string
	Title  string
	Tags   []string
	Folder string
	Slug   string
	JSON   json.RawMessage
}

// Providers reads dashboards/*.yaml. A relative path is looked for in the working directory, as Grafana does, then beside the file that names it.
func Providers(folder string) ([]Provider, error) {
	var all []Provider
	err := eachFile(filepath.Join(folder, "dashboards"), func(file string, content struct {
		Providers []Provider `yaml:"providers"`
	}) error {
		for _, p := range content.Providers {
			if p.Type != "" && p.Type != "file" {
				return fmt.Errorf("dashboard provider %q: type %q is unknown, there is file", p.Name, p.Type)
			}
			if p.Options.Path == "" {
				return fmt.Errorf("dashboard provider %q has no options.path", p.Name)
			}
			p.Options.Path = locate(p.Options.Path, folder, filepath.Dir(file))
			all = append(all, p)
		}
		return nil
	})
	return all, err
}

func locate(path, provisioning, beside string) string {
	if rest, found := strings.CutPrefix(path, inImages); found && !exists(path) {
		return filepath.Join(provisioning, rest)
	}
	if !filepath.IsAbs(path) && !exists(path) {
		return filepath.Join(beside, path)
	}
	return path
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Dashboards reads the JSON files of the providers, sorted by title. It is cheap enough for every request, so an edited file shows on reload.
// A file that is no dashboard is left out and named among the problems.
func Dashboards(providers []Provider) (all []Dashboard, problems []error) {
	from := map[string]string{}
	for _, p := range providers {
		err := filepath.WalkDir(p.Options.Path, func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".json") {
				return err
			}
			d, err := readDashboard(file)
			if err == nil && from[d.UID] != "" {
				err = fmt.Errorf("the uid %q is taken by %s", d.UID, from[d.UID])
			}
			if err != nil {
				problems = append(problems, fmt.Errorf("%s: %w", file, err))
				return nil
			}
			d.Folder = p.Folder
			if rel, err := filepath.Rel(p.Options.Path, filepath.Dir(file)); p.Options.FoldersFromFilesStructure && err == nil && rel != "." {
				d.Folder = filepath.ToSlash(rel)
			}
			from[d.UID] = file
			all = append(all, d)
			return nil
		})
		if err != nil {
			problems = append(problems, fmt.Errorf("dashboard provider %q: %w", p.Name, err))
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Title < all[j].Title })
	return all, problems
}

func readDashboard(file string) (Dashboard, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return Dashboard{}, err
	}
	var head struct {
		UID   string   `json:"uid"`
		Title string   `json:"title"`
		Tags  []string `json:"tags"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return Dashboard{}, err
	}
	if head.Title == "" {
		return Dashboard{}, fmt.Errorf("a dashboard needs a title")
	}
	slug := slugOf(head.Title)
	if head.UID == "" {
		head.UID = slug
	}
	if head.Tags == nil {
		head.Tags = []string{}
	}
	return Dashboard{UID: head.UID, Title: head.Title, Tags: head.Tags, Slug: slug, JSON: text}, nil
}

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

func slugOf(title string) string {
	return strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(title), "-"), "-")
}
