package plugin

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

// File is a log file, or a pattern that several files of one kind match, as the configuration editor offers it.
type File struct {
	Path     string    `json:"path"` // below the store's folder, with forward slashes
	Bytes    int64     `json:"bytes"`
	Modified time.Time `json:"modified"`
	Kind     string    `json:"kind"` // parquet | csv | json | glob
	Count    int       `json:"count,omitempty"`
	More     bool      `json:"more,omitempty"` // a pattern matches more than were looked at
	// Objects says that each of a pattern's files holds one JSON object: a service that writes a file for each prediction.
	Objects bool `json:"objects,omitempty"`
	// Tables says that the file, or each of a pattern's files, holds a table that pandas wrote, as MLflow does.
	Tables bool `json:"tables,omitempty"`
}

// folderFiles is what the configuration editor is told of a folder.
type folderFiles struct {
	Folder string `json:"folder"` // links followed
	Files  []File `json:"files"`
	Logs   int    `json:"logs"`   // files of kinds that can be read, as far as they were looked at: more than are listed
	Hidden int    `json:"hidden"` // files of these kinds that no pattern takes, unless it begins as their names do: with . or _
	// HiddenFolders are those whose names begin with a dot, which are not looked into.
	HiddenFolders int  `json:"hiddenFolders,omitempty"`
	Others        int  `json:"others"` // files of other kinds
	More          bool `json:"more"`   // there are more files than are listed
	// Uncounted says that there are more files than were looked at.
	Uncounted bool `json:"uncounted"`
}

func listFilesOf(_ context.Context, d *Datasource, _ *trial) (any, error) {
	if d.root == "" {
		return nil, errors.New("this store is a server: it has tables, no files")
	}
	found, err := listFiles(d.root)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("the folder %s cannot be read: Grafana has no permission to", d.root)
	}
	if err != nil {
		return nil, fmt.Errorf("the folder %s cannot be read: %w", d.root, err)
	}
	return found, nil
}

// folderInfo is a folder that data sources of the organisation may read.
type folderInfo struct {
	Path   string `json:"path"`
	Exists bool   `json:"exists"`
}

func (d *Datasource) listFolders(*http.Request) (any, error) {
	operator, err := operatorFromEnvironment()
	if err != nil {
		return nil, err
	}
	folders := []folderInfo{}
	for _, allowed := range operator.Directories(d.org) {
		info, err := os.Stat(allowed)
		folders = append(folders, folderInfo{allowed, err == nil && info.IsDir()})
	}
	return folders, nil
}

// kindOfFile by its ending.
var kindOfFile = map[string]string{
	".parquet": "parquet", ".pq": "parquet",
	".csv": "csv", ".tsv": "csv",
	".json": "json", ".jsonl": "json", ".ndjson": "json",
}

const (
	// A folder of one JSON file per prediction can hold millions: enough are seen to know the patterns, and folders beside it are seen as well.
	mostFilesWalked = 20_000
	mostInAFolder   = 5_000
	mostFilesShown  = 200
	mostPatterns    = 100 // of them, so that files are shown beside them
)

// listFiles finds log files below a folder. Patterns come first: a folder of daily files is one log, and so is a tree of partitions.
func listFiles(root string) (*folderFiles, error) {
	var files []File
	answer := &folderFiles{Folder: root, Files: []File{}}
	patterns := map[string]*pattern{}
	walked, inFolder, hiddenIn := 0, map[string]int{}, map[string]int{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			if name == root {
				return err
			}
			return nil // an unreadable folder among others: what is in it cannot be offered
		}
		if entry.IsDir() {
			if name != root && strings.HasPrefix(entry.Name(), ".") {
				answer.HiddenFolders++
				return filepath.SkipDir
			}
			return nil
		}
		seen, hidden := inFolder, duckdb.Hidden(entry.Name())
		if hidden { // a log's files may each have one beside them, such as a checksum: these take no log's place
			seen = hiddenIn
		}
		seen[filepath.Dir(name)]++
		full := seen[filepath.Dir(name)] > mostInAFolder
		if hidden && full {
			return nil
		}
		if full || walked == mostFilesWalked {
			answer.More, answer.Uncounted = true, true
			if relative, err := filepath.Rel(root, name); err == nil && inFolder[filepath.Dir(name)] <= 2*mostInAFolder { // what it matches takes time, of a million names
				if narrow, _ := patternOf(filepath.ToSlash(relative)); patterns[narrow] != nil {
					patterns[narrow].More = true
				}
			}
			if full {
				return nil
			}
			return filepath.SkipAll
		}
		walked++
		ending := strings.ToLower(filepath.Ext(name))
		kind := kindOfFile[ending]
		if hidden {
			if kind != "" {
				answer.Hidden++
			}
			return nil
		}
		info, infoErr := entry.Info()
		if kind == "" || infoErr != nil || !info.Mode().IsRegular() {
			answer.Others++
			return nil
		}
		relative, relErr := filepath.Rel(root, name)
		if relErr != nil {
			return nil
		}
		file := File{Path: filepath.ToSlash(relative), Bytes: info.Size(), Modified: info.ModTime().UTC(), Kind: kind}
		narrow, wider := patternOf(file.Path)
		p := patterns[narrow]
		if p == nil {
			p = &pattern{File: File{Path: narrow, Kind: "glob"}, wider: wider}
			if kind == "json" {
				p.first = []string{name}
			}
			patterns[narrow] = p
		}
		files = append(files, file)
		file.Count = 1
		p.add(file)
		return nil
	})
	if err != nil {
		return nil, err
	}
	shown := answer.Files
	offered := worthOffering(patterns)
	if len(offered) > mostPatterns {
		offered, answer.More = offered[:mostPatterns], true
	}
	for _, p := range offered {
		p.look()
		shown = append(shown, p.File)
	}
	answer.Logs = len(files)
	sort.Slice(files, func(i, j int) bool { return files[i].Path < files[j].Path })
	for _, file := range files {
		if len(shown) == mostFilesShown {
			answer.More = true
			break
		}
		file.Tables = file.Kind == "json" && holdsTable(filepath.Join(root, file.Path))
		shown = append(shown, file)
	}
	answer.Files = shown
	return answer, nil
}

// holdsOneObject looks whether a file is one JSON object, as far as its beginning tells.
func holdsOneObject(name string) bool {
	const largest = 1 << 20
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	decoder := json.NewDecoder(bufio.NewReader(io.LimitReader(f, largest)))
	var object map[string]json.RawMessage
	return decoder.Decode(&object) == nil && object != nil && !decoder.More()
}

// holdsTable looks whether a file begins as a table that pandas wrote.
func holdsTable(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	return duckdb.HoldsTable(f, name)
}
