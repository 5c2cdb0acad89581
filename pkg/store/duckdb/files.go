package duckdb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/tideline-ml/tideline/pkg/model"
)

// file is one file of a source, with what names its state.
type file struct {
	path     string // below the store's path, which has no links; what is below may have some
	shown    string // as the user knows it: below the store's path
	link     string // where the links of path lead; empty without any
	size     int64
	modified int64 // ns
	format   format
}

// located is what a source's pattern matched.
type located struct {
	files   []file
	format  format
	notices []string
}

// format is how a file is read, by its extension.
type format string

const (
	parquetFormat format = "Parquet"
	csvFormat     format = "CSV"
	jsonFormat    format = "JSON"
)

var formats = map[string]format{
	".parquet": parquetFormat, ".pq": parquetFormat,
	".csv": csvFormat, ".tsv": csvFormat,
	".json": jsonFormat, ".jsonl": jsonFormat, ".ndjson": jsonFormat,
}

// formatOf knows compressed CSV and JSON too.
func formatOf(name string) (format, bool) {
	lower := strings.ToLower(name)
	for _, compressed := range []string{".gz", ".zst"} {
		lower = strings.TrimSuffix(lower, compressed)
	}
	f, ok := formats[path.Ext(lower)]
	return f, ok
}

// locate finds the files of a source. What a glob matches but may not or cannot be read is a notice; what is named outright is an error.
func (s *Store) locate(src model.Source) (located, error) {
	pattern := filepath.ToSlash(src.File)
	if pattern == "" {
		return located{}, fmt.Errorf("the source names no file: give a file or a glob such as predictions/*.parquet below %s", s.path)
	}
	if path.IsAbs(pattern) {
		rel, err := filepath.Rel(s.path, filepath.FromSlash(pattern))
		if err != nil {
			return located{}, s.outside(src.File)
		}
		pattern = filepath.ToSlash(rel)
	}
	pattern = path.Clean(pattern)
	if pattern == ".." || strings.HasPrefix(pattern, "../") {
		return located{}, s.outside(src.File)
	}
	g := globber{store: s, seen: map[string]bool{}}
	if info, err := os.Stat(filepath.Join(s.path, filepath.FromSlash(pattern))); err == nil {
		if !info.IsDir() {
			// An existing file is itself, whatever characters its name has.
			return s.named(pattern, src)
		}
		pattern = path.Join(pattern, "**")
	}
	g.walk(s.path, "", strings.Split(pattern, "/"))
	for len(g.later) > 0 {
		next := g.later[0]
		g.later = g.later[1:]
		next()
	}
	found := g.found
	found.files = once(found.files)
	if len(found.files) == 0 {
		reason := ""
		if len(found.notices) > 0 {
			reason = " that can be read (" + strings.Join(found.notices, "; ") + ")"
		}
		return found, fmt.Errorf("no file%s matches %q in %s", reason, src.File, s.path)
	}
	return found, found.oneFormat(src)
}

// once takes each file once, in the order of paths: as itself rather than by a link to it.
func once(files []file) []file {
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.path, b.path) })
	if !slices.ContainsFunc(files, func(f file) bool { return f.link != "" }) {
		return slices.CompactFunc(files, func(a, b file) bool { return a.path == b.path })
	}
	seen := map[string]bool{}
	for _, f := range files {
		if f.link == "" {
			seen[f.path] = true
		}
	}
	last := ""
	return slices.DeleteFunc(files, func(f file) bool {
		again := f.path == last || seen[f.link]
		last = f.path
		if f.link != "" {
			seen[f.link] = true
		}
		return again
	})
}

func (s *Store) outside(pattern string) error {
	return fmt.Errorf("%q lies outside the data source's folder %s: sources are files below it", pattern, s.path)
}

// named is a source that is a single file.
func (s *Store) named(pattern string, src model.Source) (located, error) {
	f, reason := s.open(filepath.Join(s.path, filepath.FromSlash(pattern)), pattern)
	if reason != "" {
		return located{}, fmt.Errorf("the file %q %s", src.File, reason)
	}
	if f.format == "" {
		return located{}, fmt.Errorf("the file %q has an unknown extension; there are .parquet, .csv, .tsv, .json, .jsonl and .ndjson", src.File)
	}
	return located{files: []file{f}, format: f.format}, nil
}

// oneFormat checks that all files are read in one way.
func (l *located) oneFormat(src model.Source) error {
	l.format = l.files[0].format
	for _, f := range l.files {
		if f.format != l.format {
			return fmt.Errorf("%q matches files of different formats, such as %s and %s: name one of them, as in *.parquet", src.File, l.files[0].shown, f.shown)
		}
	}
	return nil
}

// open follows a file's links and says why it cannot be read.
func (s *Store) open(name, shown string) (f file, reason string) {
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return f, "cannot be read: a link in it leads nowhere or permission is missing"
	}
	if !insideAny(real, s.roots) {
		return f, "leads outside the folders that may be read"
	}
	info, err := os.Stat(real)
	switch {
	case err != nil:
		return f, "cannot be read"
	case !info.Mode().IsRegular():
		return f, "is not a regular file"
	}
	return s.regular(real, name, shown, info)
}

// regular is a file whose links are followed. Whether it may be opened is asked once: where there are 100,000 of them, even that takes seconds.
func (s *Store) regular(real, name, shown string, info os.FileInfo) (f file, reason string) {
	f = file{path: name, shown: shown, size: info.Size(), modified: info.ModTime().UnixNano()}
	if real != name {
		f.link = real
	}
	f.format, _ = formatOf(name)
	if f.size == 0 {
		return f, "is empty"
	}
	if s.engine.files.wasOpened(real) {
		return f, ""
	}
	handle, err := os.Open(real)
	if err != nil {
		return f, "cannot be read: permission is missing"
	}
	handle.Close()
	s.engine.files.noteOpened(real)
	return f, ""
}

// opened opens a file as it was found: where its links led then, in the folders that may be read. A link that somebody changes meanwhile leads nowhere else, and a pipe
// that somebody puts there is not waited for. It fails with a *fs.PathError.
func (s *Store) opened(f file) (*os.File, error) {
	real := f.path
	if f.link != "" {
		real = f.link
	}
	for _, name := range s.roots {
		below, err := filepath.Rel(name, real)
		if err != nil || !filepath.IsLocal(below) {
			continue
		}
		root, err := os.OpenRoot(name)
		if err != nil {
			return nil, err
		}
		defer root.Close()
		handle, err := root.OpenFile(below, os.O_RDONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			return nil, err
		}
		if info, err := handle.Stat(); err != nil || !info.Mode().IsRegular() {
			handle.Close()
			return nil, &fs.PathError{Op: "open", Path: f.path, Err: errors.New("is not a regular file")}
		}
		return handle, nil
	}
	return nil, &fs.PathError{Op: "open", Path: f.path, Err: fs.ErrPermission}
}

// globber walks a folder along the parts of a pattern: * ? [ ] within a name, ** for any number of folders.
type globber struct {
	store *Store
	found located
	seen  map[string]bool // folders entered below a **, links followed: a link may lead back
	later []func()        // links to folders below a **: a folder is itself rather than what a link to it is called
}

func (g *globber) walk(dir, shown string, parts []string) {
	part, rest := parts[0], parts[1:]
	if part == "**" {
		real, err := filepath.EvalSymlinks(dir)
		if err != nil || g.seen[real+"\x00"+strings.Join(parts, "/")] {
			return
		}
		g.seen[real+"\x00"+strings.Join(parts, "/")] = true
		if len(rest) > 0 {
			g.walk(dir, shown, rest)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	inside, err := filepath.EvalSymlinks(dir)
	if err != nil || !insideAny(inside, g.store.roots) {
		inside = ""
	}
	for _, entry := range entries {
		name := entry.Name()
		full, below := filepath.Join(dir, name), path.Join(shown, name)
		isDir := entry.IsDir()
		if entry.Type()&os.ModeSymlink != 0 {
			info, err := os.Stat(full)
			isDir = err == nil && info.IsDir()
			if isDir && part != name && leadsUp(full, dir) {
				continue // all that is below it was, or will be, found by its own name
			}
		}
		if part == "**" {
			if Hidden(name) {
				continue
			}
			if isDir {
				enter := func() {
					if g.enter(full, below) {
						g.walk(full, below, parts)
					}
				}
				if entry.IsDir() {
					enter()
				} else {
					g.later = append(g.later, enter)
				}
			} else if len(rest) == 0 {
				if _, known := formatOf(name); known {
					g.add(inside, full, below, entry)
				}
			}
			continue
		}
		matched, err := path.Match(part, name)
		if err != nil {
			matched = part == name // no valid pattern: then it is a name
		}
		if !matched || (Hidden(name) && !Hidden(part)) {
			continue
		}
		switch {
		case isDir && len(rest) > 0:
			if g.enter(full, below) {
				g.walk(full, below, rest)
			}
		case !isDir && len(rest) == 0:
			if _, known := formatOf(name); known {
				g.add(inside, full, below, entry)
			}
		}
	}
}

// leadsUp tells whether a link leads to the folder that it lies in, or to one above: following it, each file would be found once more with every turn.
func leadsUp(link, folder string) bool {
	to, err := filepath.EvalSymlinks(link)
	if err != nil {
		return false
	}
	here, err := filepath.EvalSymlinks(folder)
	return err == nil && insideAny(here, []string{to})
}

// Literal writes a name as the pattern that takes it alone.
func Literal(name string) string { return literalName.Replace(name) }

var literalName = strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]", `\`, `[\\]`)

// Hidden tells the names of markers and half-written files of other programs: .name, _SUCCESS.
func Hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") }

func (g *globber) enter(dir, shown string) bool {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil || !insideAny(real, g.store.roots) {
		g.notice(shown, "leads outside the folders that may be read")
		return false
	}
	return true
}

// add takes a file. inside is its folder without links, empty where that may not be read: what is no link itself then needs no look at the links of its path.
func (g *globber) add(inside, name, shown string, entry os.DirEntry) {
	var f file
	var reason string
	info, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return // it is gone since the folder was read
	}
	if err == nil && inside != "" && info.Mode().IsRegular() {
		f, reason = g.store.regular(filepath.Join(inside, entry.Name()), name, shown, info)
	} else {
		f, reason = g.store.open(name, shown)
	}
	if reason != "" {
		g.notice(shown, reason)
		return
	}
	g.found.files = append(g.found.files, f)
}

func (g *globber) notice(shown, reason string) {
	g.found.notices = append(g.found.notices, leftOut(shown, reason))
}

func leftOut(shown, reason string) string {
	return fmt.Sprintf("%s %s and was left out", shown, reason)
}

// realFolder follows the links of a folder's path.
func realFolder(name string) (string, error) {
	absolute, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(absolute)
	if err != nil {
		return "", fmt.Errorf("the folder %s does not exist or may not be read", name)
	}
	if info, err := os.Stat(real); err != nil || !info.IsDir() {
		return "", fmt.Errorf("%s is not a folder", name)
	}
	return real, nil
}

func insideAny(name string, roots []string) bool {
	for _, root := range roots {
		rel, err := filepath.Rel(root, name)
		if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return true
		}
	}
	return false
}
