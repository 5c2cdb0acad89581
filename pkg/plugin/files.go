package plugin

import (
	"io/fs"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// File is a log file, or a pattern that several files of one kind match, as the configuration editor offers it.
type File struct {
	Path     string    `json:"path"` // below the store's folder, with forward slashes
	Bytes    int64     `json:"bytes"`
	Modified time.Time `json:"modified"`
	Kind     string    `json:"kind"` // parquet | csv | json | glob
	Count    int       `json:"count,omitempty"`
}

// kindOfFile by its ending.
var kindOfFile = map[string]string{
	".parquet": "parquet", ".pq": "parquet",
	".csv": "csv", ".tsv": "csv",
	".json": "json", ".jsonl": "json", ".ndjson": "json",
}

const (
	mostFilesWalked = 20_000 // a folder of one JSON file per prediction can hold millions: enough are seen to know the patterns
	mostFilesShown  = 200
)

// listFiles finds log files below a folder. Patterns come first: a folder of daily files is one log, and so is a tree of partitions.
func listFiles(root string) ([]File, error) {
	var files []File
	patterns := map[string]*File{}
	walked := 0
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			if name == root {
				return err
			}
			return nil // an unreadable folder among others: what is in it cannot be offered
		}
		if entry.IsDir() {
			if name != root && strings.HasPrefix(entry.Name(), ".") {
				return filepath.SkipDir
			}
			return nil
		}
		if walked++; walked > mostFilesWalked {
			return filepath.SkipAll
		}
		ending := strings.ToLower(filepath.Ext(name))
		kind := kindOfFile[ending]
		info, infoErr := entry.Info()
		if kind == "" || infoErr != nil || !info.Mode().IsRegular() {
			return nil
		}
		relative, relErr := filepath.Rel(root, name)
		if relErr != nil {
			return nil
		}
		file := File{Path: filepath.ToSlash(relative), Bytes: info.Size(), Modified: info.ModTime().UTC(), Kind: kind}
		files = append(files, file)
		pattern := patternOf(file.Path, filepath.Ext(name))
		p := patterns[pattern]
		if p == nil {
			p = &File{Path: pattern, Kind: "glob"}
			patterns[pattern] = p
		}
		p.Bytes += file.Bytes
		p.Count++
		if file.Modified.After(p.Modified) {
			p.Modified = file.Modified
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	shown := []File{}
	for _, p := range patterns {
		if p.Count > 1 {
			shown = append(shown, *p)
		}
	}
	sort.Slice(shown, func(i, j int) bool { return shown[i].Path < shown[j].Path })
	sort.Slice(files, func(i, j int) bool { return files[i].Path < files[j].Path })
	for _, file := range files {
		if len(shown) == mostFilesShown {
			break
		}
		shown = append(shown, file)
	}
	return shown, nil
}

// patternOf is the pattern of a file's siblings: folders of partitions (day=2026-11-01) become **.
func patternOf(file, ending string) string {
	folder := path.Dir(file)
	parts := []string{}
	for _, part := range strings.Split(folder, "/") {
		if strings.Contains(part, "=") {
			parts = append(parts, "**")
			break
		}
		if part != "." {
			parts = append(parts, part)
		}
	}
	return path.Join(append(parts, "*"+ending)...)
}
