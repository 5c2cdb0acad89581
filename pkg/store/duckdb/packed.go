package duckdb

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/tideline-ml/tideline/pkg/model"
)

// A service that writes a file of JSON for each prediction soon has 100,000 of them, and opening them takes seconds, each time. So they are packed: their objects become
// lines of a few files in the folder of what is converted, and these become Parquet. A file is read when it is new or has changed, and never again.

const (
	manyFiles    = 200     // from which on files are packed
	largestFile  = 1 << 20 // of one that is packed; larger ones are logs of their own
	filesInPack  = 5000
	bytesInPack  = 256 << 20          // of lines: of larger packs, too much would be written anew for each new file
	mostLines    = 16 * largestObject // of one file: a table's names come with each of its rows, and 64 MB with a name of 1 MB would be terabytes
	deepestValue = 100
	mostShown    = 20 // files that were left out, by name
)

// packedFile is a file of which a pack holds the objects, one a line.
type packedFile struct {
	Path     string
	Link     string `json:",omitempty"`
	Shown    string
	Size     int64
	Modified int64
	Folders  string `json:",omitempty"` // members that its folders add
	Bytes    int64  // of its lines
	Why      string `json:",omitempty"` // it was left out
}

// pack is a file of lines with an index of whose they are. Its name follows from what it holds.
type pack struct {
	name  string
	files []packedFile
	size  int64
}

func (p *pack) full() bool { return len(p.files) >= filesInPack || p.size >= bytesInPack }

// packedSource is what a pattern's files are packed into.
type packedSource struct {
	mutex   sync.Mutex
	loaded  bool
	packs   []*pack
	last    []file            // the files when it was last asked
	missed  map[string]string // by path of files that could not be opened then, and perhaps can be later: a notice, "" of one that was gone
	made    []file
	notices []string
}

// packed are the files of a pattern as Parquet. notices say what was left out.
func (s *Store) packed(ctx context.Context, src model.Source, files []file) (made []file, notices []string, err error) {
	key := s.packKey(src)
	kept, _ := s.engine.packed.LoadOrStore(key, &packedSource{})
	p := kept.(*packedSource)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if slices.Equal(p.last, files) && allThere(p.made) {
		return p.made, p.notices, nil
	}
	if err := makeFolder(s.engine.cache); err != nil {
		return nil, nil, err
	}
	if !p.loaded {
		p.packs, p.loaded = loadPacks(s.engine.cache, key), true
	}
	told := partitionsOf(files)
	w := &packer{ctx: ctx, folder: s.engine.cache, open: s.opened, missed: map[string]string{}}
	defer w.abandon()
	if err := p.update(w, key, files, told.keys); err != nil {
		return nil, nil, err
	}
	p.missed = w.missed
	var lines []file
	for _, one := range p.packs {
		if one.size > 0 {
			lines = append(lines, file{path: filepath.Join(s.engine.cache, one.name+packLines), shown: src.File, size: one.size, format: jsonFormat})
		}
	}
	notices = theFirst(append(leftOutOf(p.packs), slices.DeleteFunc(slices.Sorted(maps.Values(p.missed)), func(notice string) bool { return notice == "" })...))
	if told.notice != "" {
		notices = append(notices, told.notice)
	}
	if len(lines) == 0 {
		return nil, nil, noRows(src, p.packs, notices)
	}
	columns, err := s.packedColumns(ctx, lines, files, told)
	if err != nil {
		return nil, nil, err
	}
	for _, one := range lines {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		f, err := s.packAsParquet(one, columns)
		if err != nil {
			return nil, nil, err
		}
		made = append(made, f)
	}
	p.last, p.made, p.notices = files, made, notices
	if len(p.missed) > 0 {
		p.last = nil // to be tried again
	}
	return made, notices, nil
}

// packKey names what a source's files are packed into.
func (s *Store) packKey(src model.Source) string {
	return keyOf(fmt.Sprintf("packs %d %q %q", convertedVersion, s.path, src.File))
}

// noRows says why nothing is left to read: tables without rows, and files that were left out.
func noRows(src model.Source, packs []*pack, notices []string) error {
	empty, first := 0, ""
	for _, one := range packs {
		for _, f := range one.files {
			if f.Why != "" {
				continue
			}
			if empty++; empty == 1 {
				first = f.Shown
			}
		}
	}
	why := strings.Join(notices, "; ")
	if empty == 0 {
		return noneRead(src, notices)
	}
	if empty > 1 {
		first = fmt.Sprintf("%s and %d more", first, empty-1)
	}
	if why != "" {
		why = " (" + why + ")"
	}
	return fmt.Errorf(`no file that matches %q holds a row: rows were looked for under "data" of %s, where the list is empty%s`, src.File, first, why)
}

const (
	packLines = ".lines.jsonl"
	packIndex = ".index"
	packList  = ".packs"
)

func allThere(files []file) bool {
	now := time.Now()
	for _, f := range files {
		if os.Chtimes(f.path, now, now) != nil { // what is used stays
			return false
		}
	}
	return len(files) > 0
}

// loadPacks reads what an earlier process has packed. What is gone or damaged is packed anew.
func loadPacks(folder, key string) []*pack {
	list, err := os.ReadFile(filepath.Join(folder, key+packList))
	if err != nil {
		return nil
	}
	var packs []*pack
	for _, name := range strings.Fields(string(list)) {
		one := &pack{name: filepath.Base(name)}
		index, err := os.ReadFile(filepath.Join(folder, one.name+packIndex))
		if err != nil || json.Unmarshal(index, &one.files) != nil {
			continue
		}
		for _, f := range one.files {
			one.size += f.Bytes
		}
		if one.whole(folder) {
			packs = append(packs, one)
		}
	}
	return packs
}

// whole tells whether a pack's lines are there, as long as they were.
func (p *pack) whole(folder string) bool {
	info, err := os.Stat(filepath.Join(folder, p.name+packLines))
	return err == nil && info.Size() == p.size
}

// update packs what is new, and packs anew without what is gone or has changed. keys are those that folders tell.
func (p *packedSource) update(w *packer, key string, files []file, keys []string) error {
	folder, wanted := w.folder, make(map[string]file, len(files))
	for _, f := range files {
		wanted[f.path] = f
	}
	var keep, torn []*pack
	stays := map[string]bool{} // by path: files that packs hold as they are wanted
	var open *pack             // one that has room
	for _, one := range p.packs {
		stay := 0
		if one.whole(folder) {
			for _, f := range one.files {
				if now, ok := wanted[f.Path]; ok && now.size == f.Size && now.modified == f.Modified && now.link == f.Link && f.Folders == folderMembers(now.shown, keys) {
					stay++
					stays[f.Path] = true
					delete(wanted, f.Path)
				}
			}
		}
		switch {
		case stay == len(one.files):
			if keep = append(keep, one); !one.full() && (open == nil || len(one.files) < len(open.files)) {
				open = one
			}
		case stay > 0:
			torn = append(torn, one)
		}
	}
	for path := range p.missed {
		if f, fresh := wanted[path]; fresh && !w.canOpen(f) {
			delete(wanted, path) // nothing is written anew for it
		}
	}
	if len(torn) == 0 && len(wanted) == 0 {
		p.packs = keep
		return nil
	}
	if open != nil {
		keep = slices.DeleteFunc(keep, func(one *pack) bool { return one == open })
		torn = append(torn, open)
	}
	for _, one := range torn {
		if err := w.copy(one, stays); err != nil {
			return err
		}
	}
	for _, f := range files { // in their order
		if _, fresh := wanted[f.path]; fresh {
			if err := w.add(f, keys); err != nil {
				return err
			}
		}
	}
	if err := w.end(); err != nil {
		return err
	}
	p.packs = append(keep, w.packs...)
	names := make([]string, len(p.packs))
	for i, one := range p.packs {
		names[i] = one.name
	}
	list := filepath.Join(folder, key+packList)
	if err := writeAtOnce(list, []byte(strings.Join(names, "\n"))); err != nil {
		return err
	}
	tidy(folder, list)
	return nil
}

// writeAtOnce may write what another process writes beside it.
func writeAtOnce(name string, content []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(name), "list-*.tmp")
	if err != nil {
		return unwritable(err)
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(content)
	if err := errors.Join(err, temporary.Close()); err != nil {
		return unwritable(err)
	}
	return unwritable(os.Rename(temporary.Name(), name))
}

// packer writes packs.
type packer struct {
	ctx    context.Context
	folder string
	open   func(file) (*os.File, error)
	missed map[string]string // as of a packedSource
	packs  []*pack
	now    *pack
	out    *os.File
	w      *bufio.Writer
	read   int
}

func (w *packer) begin() error {
	if w.now != nil && w.now.full() {
		if err := w.end(); err != nil {
			return err
		}
	}
	if w.now != nil {
		return nil
	}
	out, err := os.CreateTemp(w.folder, "pack-*.tmp")
	if err != nil {
		return unwritable(err)
	}
	w.now, w.out, w.w = &pack{}, out, bufio.NewWriterSize(out, 1<<20)
	return nil
}

// copy takes over what stays of a pack.
func (w *packer) copy(from *pack, stays map[string]bool) error {
	lines, err := os.Open(filepath.Join(w.folder, from.name+packLines))
	if err != nil {
		return errors.New("what files were packed into is gone: try again")
	}
	defer lines.Close()
	r := bufio.NewReaderSize(lines, 1<<20)
	for _, f := range from.files {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if !stays[f.Path] {
			if _, err := io.CopyN(io.Discard, r, f.Bytes); err != nil {
				return errors.New("what files were packed into is damaged: try again")
			}
			continue
		}
		if err := w.begin(); err != nil {
			return err
		}
		if _, err := io.CopyN(w.w, r, f.Bytes); err != nil {
			return unwritable(err)
		}
		w.now.files, w.now.size = append(w.now.files, f), w.now.size+f.Bytes
	}
	return nil
}

// canOpen tells whether a file can be opened, and notes one that cannot. One that is gone since it was found is as if it had not been, and may be back.
func (w *packer) canOpen(f file) bool {
	handle, err := w.open(f)
	if err != nil {
		w.miss(f, err)
		return false
	}
	handle.Close()
	return true
}

func (w *packer) miss(f file, err error) {
	if w.missed[f.path] = ""; !errors.Is(err, fs.ErrNotExist) {
		w.missed[f.path] = leftOut(f.shown, fmt.Sprintf("cannot be read now (%v)", withoutPath(err)))
	}
}

// content reads a file, up to one byte more than it may have: it may have grown.
func (w *packer) content(f file) ([]byte, error) {
	handle, err := w.open(f)
	if err != nil {
		return nil, err
	}
	defer handle.Close()
	content := bytes.NewBuffer(make([]byte, 0, min(f.size, largestObject)+bytes.MinRead))
	_, err = content.ReadFrom(io.LimitReader(handle, largestObject+1))
	return content.Bytes(), err
}

// add packs a file.
func (w *packer) add(f file, keys []string) error {
	if w.read++; w.read%100 == 0 && w.ctx.Err() != nil {
		return w.ctx.Err()
	}
	one := packedFile{Path: f.path, Link: f.link, Shown: f.shown, Size: f.size, Modified: f.modified, Folders: folderMembers(f.shown, keys)}
	var content []byte
	if f.size <= largestObject {
		var err error
		if content, err = w.content(f); err != nil {
			w.miss(f, err)
			return nil
		}
	}
	if err := w.begin(); err != nil {
		return err
	}
	lines := &lineWriter{to: w.w, members: one.Folders, most: mostLines}
	if max(f.size, int64(len(content))) > largestObject {
		one.Why = fmt.Sprintf("is larger than %d MB", largestObject>>20)
	} else if err := objectsAsLines(content, lines); lines.failed != nil {
		return unwritable(lines.failed)
	} else if err != nil {
		one.Why = err.Error()
		if err := w.takeBack(); err != nil {
			return unwritable(err)
		}
	} else {
		one.Bytes = lines.written
	}
	w.now.files, w.now.size = append(w.now.files, one), w.now.size+one.Bytes
	return nil
}

// takeBack removes what was written of a file that cannot be read to its end.
func (w *packer) takeBack() error {
	err := errors.Join(w.w.Flush(), w.out.Truncate(w.now.size))
	_, seek := w.out.Seek(w.now.size, io.SeekStart)
	return errors.Join(err, seek)
}

// end gives a pack its name, at once, so that nobody sees half of it.
func (w *packer) end() error {
	if w.now == nil {
		return nil
	}
	index, err := json.Marshal(w.now.files)
	if err != nil {
		return err
	}
	w.now.name = keyOf(string(index))
	if err := errors.Join(w.w.Flush(), w.out.Sync(), w.out.Close()); err != nil {
		return unwritable(err)
	}
	if err := os.Rename(w.out.Name(), filepath.Join(w.folder, w.now.name+packLines)); err != nil {
		return unwritable(err)
	}
	if err := writeAtOnce(filepath.Join(w.folder, w.now.name+packIndex), index); err != nil {
		return err
	}
	w.packs, w.now = append(w.packs, w.now), nil
	return nil
}

func (w *packer) abandon() {
	if w.now != nil {
		w.out.Close()
		os.Remove(w.out.Name())
	}
}

// lineWriter writes objects as lines, with members that each of them is given.
type lineWriter struct {
	to      io.Writer
	members string // each after a comma
	most    int64  // bytes that may be written; 0: any number
	object  bytes.Buffer
	written int64
	failed  error
}

// line writes the object that the buffer holds.
func (w *lineWriter) line() error {
	if w.members != "" {
		object := bytes.TrimSuffix(w.object.Bytes(), []byte("}"))
		w.object.Truncate(len(object))
		if w.object.WriteString(w.members); len(object) == 1 { // it has no members
			w.object.Truncate(1)
			w.object.WriteString(w.members[1:])
		}
		w.object.WriteByte('}')
	}
	w.object.WriteByte('\n')
	if w.most > 0 && w.written+int64(w.object.Len()) > w.most {
		w.object.Reset()
		return fmt.Errorf("takes more than %d MB where each row has the names of its columns (give them shorter ones)", w.most>>20)
	}
	n, err := w.to.Write(w.object.Bytes())
	w.object.Reset()
	w.written, w.failed = w.written+int64(n), err
	return err
}

// objectsAsLines writes the objects of a file as lines: one, several, those of an array, or the rows of a table. Where it fails, some may be written.
func objectsAsLines(content []byte, to *lineWriter) error {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		return errors.New("is not UTF-8 (save it as UTF-8)")
	}
	if err := sound(content); err != nil {
		return err
	}
	empty := true // a table without rows is none, and no error
	line := func(object []byte) error {
		if object = bytes.TrimSpace(object); len(object) == 0 || object[0] != '{' {
			return errors.New("holds JSON that is no object")
		}
		empty = false
		if table, ok := splitOf(object); ok {
			return table.lines(to)
		}
		if err := json.Compact(&to.object, object); err != nil {
			return errors.New("is no JSON")
		}
		return to.line()
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	var value json.RawMessage
	for {
		switch err := decoder.Decode(&value); {
		case errors.Is(err, io.EOF):
			if empty {
				return errors.New("holds no object")
			}
			return nil
		case err != nil:
			return errors.New("is no whole JSON")
		}
		if value[0] != '[' {
			if err := line(value); err != nil {
				return err
			}
			continue
		}
		var list []json.RawMessage
		if json.Unmarshal(value, &list) != nil {
			return errors.New("is no JSON")
		}
		for _, object := range list {
			if err := line(object); err != nil {
				return err
			}
		}
	}
}

// sound finds what DuckDB could not read, which would cost a whole pack: keys of an object that differ in nothing, or in case alone, and values that are too deep.
func sound(content []byte) error {
	if loneSurrogate(content) {
		return errors.New(`has half of a character (a surrogate such as \ud800 alone)`)
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	type level struct {
		keys  map[string]bool // nil: a list
		isKey bool
	}
	var levels []level
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && len(levels) == 0 {
			return nil
		}
		if err != nil {
			return errors.New("is no whole JSON")
		}
		if n := len(levels); n > 0 && levels[n-1].isKey {
			if key, ok := token.(string); ok {
				if err := soundName(key); err != nil {
					return err
				}
				key = strings.ToLower(key)
				if levels[n-1].keys[key] {
					return fmt.Errorf("has the key %q more than once in an object, perhaps in another case,", key)
				}
				levels[n-1].keys[key], levels[n-1].isKey = true, false
				continue
			}
		}
		switch token {
		case json.Delim('{'):
			levels = append(levels, level{keys: map[string]bool{}, isKey: true})
		case json.Delim('['):
			levels = append(levels, level{})
		case json.Delim('}'), json.Delim(']'):
			levels = levels[:len(levels)-1]
		}
		if len(levels) > deepestValue {
			return fmt.Errorf("holds values more than %d levels deep", deepestValue)
		}
		if n := len(levels); n > 0 && levels[n-1].keys != nil && token != json.Delim('{') {
			levels[n-1].isKey = true
		}
	}
}

// soundName finds names of columns that cannot be written in a statement, and those that are kept for what folders tell.
func soundName(name string) error {
	if strings.ContainsRune(name, 0) || strings.HasPrefix(strings.ToLower(name), folderColumn) {
		return fmt.Errorf("has the key %q, which no column can have,", name)
	}
	return nil
}

// loneSurrogate finds an escaped half of a UTF-16 pair without the other one, as Python writes what it could not decode.
func loneSurrogate(content []byte) bool {
	half := func(at int, low bool) bool { // whether \ud8… or \udc… is there
		return len(content) >= at+6 && content[at] == '\\' && content[at+1] == 'u' && content[at+2]|0x20 == 'd' &&
			content[at+3] >= '8' && (content[at+3]|0x20 >= 'c') == low
	}
	for at := 0; ; {
		next := bytes.IndexByte(content[at:], '\\')
		if next < 0 {
			return false
		}
		switch at += next; {
		case half(at, true):
			return true
		case !half(at, false):
			at += 2
		case !half(at+6, true):
			return true
		default:
			at += 12
		}
		if at >= len(content) {
			return false
		}
	}
}

// leftOutOf says which files were left out.
func leftOutOf(packs []*pack) []string {
	var notices []string
	for _, one := range packs {
		for _, f := range one.files {
			if f.Why != "" {
				notices = append(notices, leftOut(f.Shown, f.Why))
			}
		}
	}
	return notices
}

// noneRead says why no file of a source can be read. That each was left out goes without saying where nothing is left.
func noneRead(src model.Source, notices []string) error {
	why := make([]string, len(notices))
	for i, notice := range notices {
		why[i] = strings.TrimSuffix(strings.TrimSuffix(notice, " and was left out"), ",")
	}
	return fmt.Errorf("none of the files that match %q can be read: %s", src.File, strings.Join(why, "; "))
}

// theFirst are the first of the notices of files that were left out, and how many more there are.
func theFirst(notices []string) []string {
	if len(notices) <= mostShown {
		return notices
	}
	return append(notices[:mostShown:mostShown], fmt.Sprintf("%d more files cannot be read and were left out", len(notices)-mostShown))
}

// packAsParquet makes Parquet of a pack, with the columns that all packs together have: one of other columns is made anew.
func (s *Store) packAsParquet(lines file, columns packedColumns) (file, error) {
	key := keyOf(filepath.Base(lines.path) + columns.read + columns.selected)
	defer convertingAlone(key)()
	name := filepath.Join(s.engine.cache, key+"-0"+hasRecords)
	if !wholeParquet(name) {
		unique, err := os.CreateTemp(s.engine.cache, "pack-*.made.tmp") // another process may make the same beside this one
		if err != nil {
			return file{}, unwritable(err)
		}
		temporary := unique.Name()
		unique.Close()
		defer os.Remove(temporary)
		selected := fmt.Sprintf("SELECT %s FROM read_json(%s, format = 'newline_delimited', columns = {%s}, maximum_object_size = %d)", columns.selected, pathList([]file{lines}), columns.read, largestObject)
		if err := keepAsParquet(s.engine.cache, selected, temporary); err != nil {
			return file{}, err
		}
		if err := os.Rename(temporary, name); err != nil {
			return file{}, unwritable(err)
		}
	}
	info, err := os.Stat(name)
	if err != nil {
		return file{}, errors.New("what files were packed into is gone: try again")
	}
	return file{path: name, shown: lines.shown, size: info.Size(), format: parquetFormat}, nil
}
