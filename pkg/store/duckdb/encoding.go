package duckdb

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// notUTF8 is a CSV file in another encoding, or one that ends within a character because it is being written. DuckDB must not see it: a single such byte can
// end its database.
type notUTF8 struct{ file file }

func (e *notUTF8) Error() string { return e.file.shown + " is not UTF-8; save it as UTF-8" }

// inUTF8 reads a file to see whether all of it is UTF-8. UTF-16 without a mark is told by its zero bytes.
func inUTF8(ctx context.Context, f file) (bool, error) {
	opened, err := os.Open(f.path)
	if err != nil {
		return false, err
	}
	defer opened.Close()
	var from io.Reader = opened
	switch lower := strings.ToLower(f.path); {
	case strings.HasSuffix(lower, ".gz"):
		if from, err = gzip.NewReader(opened); err != nil {
			return true, nil // which DuckDB says
		}
	case strings.HasSuffix(lower, ".zst"):
		return true, nil // Go cannot read it
	}
	buffer, kept, first := make([]byte, 1<<16), 0, true
	for {
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		n, err := from.Read(buffer[kept:])
		part := buffer[:kept+n]
		if first && bytes.IndexByte(part, 0) >= 0 {
			return false, nil
		}
		first = false
		if err != nil { // the end; what else is wrong DuckDB says
			return err != io.EOF || utf8.Valid(part), nil
		}
		whole := len(part) - unfinished(part)
		if !utf8.Valid(part[:whole]) {
			return false, nil
		}
		kept = copy(buffer, part[whole:])
	}
}

// unfinished is how many bytes at the end of a part are the beginning of a character.
func unfinished(part []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(part); n++ {
		if last := part[len(part)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}
