package duckdb

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// One bad file among many is a notice and not a failure: the file that DuckDB stumbles over is set aside, and the question is asked again. What was made here is made anew.

// fileState is how well a file can be read, learnt from DuckDB's errors.
type fileState struct {
	// tolerant: lines that do not fit are left out of a CSV or JSON lines file, which may be half written.
	tolerant bool
	// why is what is wrong with the first of those lines, where DuckDB says so.
	why string
	// torn: that is the last line, and it has no end: a service was stopped while it wrote, or is writing now.
	torn bool
	// unreadable is why the file is left out; empty where it is not.
	unreadable string
	// until is when it is tried again, though it has not changed; zero: never.
	until time.Time
}

func (c *fileCache) state(f file) fileState {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if state := c.states[f.key()]; state.until.IsZero() || time.Now().Before(state.until) {
		return state
	}
	return fileState{}
}

func (c *fileCache) setState(f file, s fileState) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	keep(c.states, f.key(), s, mostCached)
}

// What one question tries again at most: after a file was set aside, and after files came and went while they were read.
const (
	mostSetAside = 1000
	mostChanges  = 20
)

// soon is when a file is tried again that the disk did not give, and how often at most what was made here is made anew.
const soon = time.Minute

// retrying runs a task again after each file that DuckDB stumbled over was set aside.
func (s *Store) retrying(ctx context.Context, task func() ([]file, error)) error {
	for changes, tries := 0, 0; tries < mostSetAside; tries++ {
		files, err := task()
		if err == nil || ctx.Err() != nil {
			return err
		}
		if changes < mostChanges && changedSince(files, err) {
			changes++
			continue
		}
		if !s.setAside(ctx, files, err) {
			return s.plainly(err, "", files)
		}
	}
	return fmt.Errorf("more than %d files cannot be read", mostSetAside)
}

// setAside finds the file that an error is about and lowers what is expected of it; false where the error is about none.
func (s *Store) setAside(ctx context.Context, files []file, err error) bool {
	cache := s.engine.files
	var foreign *notUTF8
	var closed *fs.PathError
	var failure *Error
	switch {
	case errors.As(err, &foreign):
		cache.setState(foreign.file, fileState{unreadable: "is not UTF-8 (save it as UTF-8)"})
		return true
	case errors.As(err, &closed):
		culprit := named(files, closed.Path)
		if culprit != nil {
			cache.setState(*culprit, fileState{unreadable: fmt.Sprintf("cannot be read (%v)", closed.Err), until: time.Now().Add(soon)})
		}
		return culprit != nil
	case !errors.As(err, &failure):
		return false
	}
	for _, about := range []string{"Parser", "Binder", "Catalog", "Out of Memory", "INTERRUPT", "Permission"} {
		if strings.HasPrefix(failure.Message, about) {
			return false
		}
	}
	message, _, _ := strings.Cut(failure.Message, "\nLINE ") // what follows quotes the statement, paths and all
	if strings.Contains(message, "Too many open files") {
		return false // of this process
	}
	if path := s.engine.madeHere(message); path != "" {
		return s.anew(path)
	}
	culprit := named(files, message)
	if culprit == nil {
		culprit, message = s.examine(ctx, files)
	}
	if culprit == nil {
		return false
	}
	if s.engine.madeHere(culprit.path) != "" {
		return s.anew(culprit.path)
	}
	state := cache.state(*culprit)
	if state.unreadable != "" {
		return false // it is left out already: the error must be about something else
	}
	if strings.HasPrefix(message, "IO Error") {
		state.until = time.Now().Add(soon)
	}
	if culprit.format != parquetFormat && !state.tolerant {
		state.tolerant = true
		if culprit.format == csvFormat {
			state.why, state.torn = badLine(*culprit, message)
		}
	} else {
		state.unreadable = "cannot be read (" + s.plain(firstLine(message), "", files) + ")"
	}
	cache.setState(*culprit, state)
	return true
}

// changedSince tells whether an error is about a file that is another one, or gone, since it was found: then all is looked for again.
func changedSince(files []file, err error) bool {
	var closed *fs.PathError
	var failure *Error
	about := ""
	switch {
	case errors.As(err, &closed):
		about = closed.Path
	case errors.As(err, &failure) && strings.HasPrefix(failure.Message, "IO Error"):
		about, _, _ = strings.Cut(failure.Message, "\nLINE ")
	}
	f := named(files, about)
	if f == nil {
		return false
	}
	info, err := os.Stat(f.path)
	return err != nil || info.Size() != f.size || info.ModTime().UnixNano() != f.modified
}

// anew has what was made here and cannot be read be made again; false where that was tried a moment ago. Leaving it out would leave out all that was packed into it.
func (s *Store) anew(path string) bool {
	cache := s.engine.files
	cache.mutex.Lock()
	defer cache.mutex.Unlock()
	if time.Since(cache.madeAnew[path]) < soon {
		return false
	}
	keep(cache.madeAnew, path, time.Now(), mostCached)
	os.Remove(path)
	return true
}

// named is the file whose path a message tells, nil without one.
func named(files []file, message string) *file {
	var culprit *file
	for i := range files {
		if strings.Contains(message, files[i].path) && (culprit == nil || len(files[i].path) > len(culprit.path)) {
			culprit = &files[i]
		}
	}
	return culprit
}

// examine reads files one by one to find the one that DuckDB stumbles over without saying so. Only Parquet needs it.
func (s *Store) examine(ctx context.Context, files []file) (culprit *file, message string) {
	for i, f := range files {
		if f.format != parquetFormat || s.engine.files.state(f).unreadable != "" {
			continue
		}
		read, err := s.from(ctx, f.format, files[i:i+1], nil)
		if err == nil {
			_, err = s.engine.all(ctx, sql.Statement{Text: "SELECT max(hash(COLUMNS(*))) FROM " + read.from})
		}
		var failure *Error
		if errors.As(err, &failure) {
			return &files[i], failure.Message
		}
	}
	return nil, ""
}

var quotedPath = regexp.MustCompile(`["'][^"']*/([^"'/]*)["']`)

// firstLine is DuckDB's reason without the folders of the file.
func firstLine(message string) string {
	if _, reason, ok := strings.Cut(message, "\nError: "); ok {
		message = reason // what went wrong is told after what could not go on
	}
	line, _, _ := strings.Cut(message, "\n")
	return strings.TrimSuffix(quotedPath.ReplaceAllString(line, "$1"), ". ")
}

// plainError is an error in other words.
type plainError struct {
	error
	text string
}

func (e *plainError) Error() string { return e.text }
func (e *plainError) Unwrap() error { return e.error }

// plainly is an error that names files as the user knows them; nil of nil.
func (s *Store) plainly(err error, source string, files []file) error {
	if err == nil {
		return nil
	}
	if text := s.plain(err.Error(), source, files); text != err.Error() {
		return &plainError{err, text}
	}
	return err
}

// plain is a text that names files as the user knows them, and none that was made here: such a file is called as what it was made of, or as the source.
func (s *Store) plain(text, source string, files []file) string {
	if s.engine.madeHere(text) != "" {
		for _, f := range files {
			text = strings.ReplaceAll(text, f.path, f.shown)
		}
		if source == "" {
			source = "what was converted"
		}
		text = s.engine.made.ReplaceAllLiteralString(text, source)
	}
	if s.engine.cache != "" {
		text = strings.ReplaceAll(text, s.engine.cache, "cache_directory")
	}
	if len(files) > 0 { // what a user's own SQL is wrong about is quoted
		text = quotedStatement.ReplaceAllString(text, "")
	}
	if s.path == "/" {
		return text
	}
	return strings.ReplaceAll(text, s.path+"/", "")
}

// quotedStatement is what DuckDB adds to a message: where in the statement it stumbled.
var quotedStatement = regexp.MustCompile(`\n+LINE \d+:[^\n]*\n *\^`)

// withoutPath is an error of the disk without the path, which is nobody's business.
func withoutPath(err error) error {
	var failed *fs.PathError
	var moved *os.LinkError
	switch {
	case errors.As(err, &failed):
		return failed.Err
	case errors.As(err, &moved):
		return moved.Err
	}
	return err
}
