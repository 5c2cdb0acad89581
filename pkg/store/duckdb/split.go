package duckdb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

// A table that pandas writes as JSON of the orientation "split", as MLflow's log_table does, is one object: {"columns": [names], "data": [rows]}. Its rows become lines of
// objects, as the objects of other files do where they are packed.

var splitBegins = regexp.MustCompile(`^(?:\xef\xbb\xbf)?\s*\{\s*"columns"\s*:\s*\[`)

// anySplit tells whether any of the files begins as a table of that orientation.
func (c *fileCache) anySplit(files []file) bool {
	for _, f := range files {
		c.mutex.Lock()
		split, known := c.split[f.key()]
		c.mutex.Unlock()
		if !known {
			split = splitBegins.Match(beginOf(f.path, 256))
			c.mutex.Lock()
			keep(c.split, f.key(), split)
			c.mutex.Unlock()
		}
		if split {
			return true
		}
	}
	return false
}

// beginOf reads up to so many bytes; what cannot be read has none.
func beginOf(name string, most int64) []byte {
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	begin, _ := io.ReadAll(io.LimitReader(f, most))
	return begin
}

// splitTable is an object of that orientation. Pandas writes an index, too, where it is not told otherwise; it is no column.
type splitTable struct {
	Columns []json.RawMessage
	Data    [][]json.RawMessage
	Index   []json.RawMessage
}

// splitOf reads an object as a table; false where it is another one.
func splitOf(object []byte) (t splitTable, is bool) {
	if !splitBegins.Match(object) {
		return t, false
	}
	decoder := json.NewDecoder(bytes.NewReader(object))
	decoder.DisallowUnknownFields()
	return t, decoder.Decode(&t) == nil && t.Data != nil
}

// lines writes the rows as objects, one a line.
func (t splitTable) lines(out *bytes.Buffer) error {
	names, seen := make([][]byte, len(t.Columns)), map[string]bool{}
	for i, raw := range t.Columns {
		var name string
		if json.Unmarshal(raw, &name) != nil {
			if raw[0] == '[' || raw[0] == '{' {
				return errors.New("has columns with several names each (flatten them before they are logged)")
			}
			name = string(raw) // of a DataFrame without names these are numbers
		}
		if seen[strings.ToLower(name)] {
			return fmt.Errorf("has the column %q more than once, perhaps in another case,", name)
		}
		seen[strings.ToLower(name)] = true
		names[i], _ = json.Marshal(name)
	}
	if len(names) == 0 {
		return errors.New("is a table without columns")
	}
	for _, row := range t.Data {
		if len(row) != len(names) {
			return errors.New("has a row that is shorter or longer than its columns")
		}
		for i, value := range row {
			out.WriteByte("{,"[min(i, 1)])
			out.Write(names[i])
			out.WriteByte(':')
			if err := json.Compact(out, value); err != nil {
				return errors.New("is no JSON")
			}
		}
		out.WriteString("}\n")
	}
	return nil
}
