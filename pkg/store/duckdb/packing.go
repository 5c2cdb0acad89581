package duckdb

import (
	"fmt"
	"strings"
)

// Whether files of JSON are packed, and what becomes of those that can be read in no other way.

// packing says how files of JSON are read.
type packing struct {
	packed  bool
	remarks []string          // why many files are not packed
	tables  map[string]string // of files that are not packed, those that hold tables, by path: why these cannot be read
}

// noCacheFolder is why what needs it cannot be done.
const noCacheFolder = "the server has no folder for converted files, and its operator can name one by cache_directory"

// packs tells whether files are packed: many small ones, and those that hold tables. One that is not .json, or is compressed, has all of them read as they are.
func (s *Store) packs(found located) packing {
	plain, large, other := 0, "", ""
	for _, f := range found.files {
		if !plainJSON(f.path) {
			other = f.shown
		} else if plain++; f.size > largestFile {
			large = f.shown
		}
	}
	var p packing
	if s.engine.cache != "" && other == "" {
		p.packed = plain >= manyFiles && large == "" || s.anySplit(found.files)
	}
	if p.packed {
		return p
	}
	reason, apart := noCacheFolder, ""
	switch {
	case s.engine.cache == "":
		apart = noCacheFolder
	case other != "":
		reason = other + " is among them, which is not .json: name the others alone, as in *.json"
		apart = other + ", which is not .json, is read with it: name the tables alone, as in *.json"
	default:
		reason = fmt.Sprintf("%s is among them, which is larger than %d MB: put it into another folder", large, largestFile>>20)
	}
	if plain >= manyFiles {
		p.remarks = []string{fmt.Sprintf("each question opens all of the %d files of JSON anew, which is slow; they would be packed, but %s", plain, reason)}
	}
	p.tables = map[string]string{}
	for _, f := range found.files {
		if linesOfJSON(f.path) || !s.isSplit(f) {
			continue
		}
		why := apart
		if !plainJSON(f.path) {
			why = "it is compressed: unpack it"
		}
		p.tables[f.path] = "is a table that pandas wrote, of the orientation split, and cannot be read as it is (" + why + ")"
	}
	return p
}

// withoutTables are the files without those that hold tables.
func (p packing) withoutTables(files []file) (rest []file, notices []string) {
	if len(p.tables) == 0 {
		return files, nil
	}
	for _, f := range files {
		if why, is := p.tables[f.path]; is {
			notices = append(notices, leftOut(f.shown, why))
		} else {
			rest = append(rest, f)
		}
	}
	return rest, theFirst(notices)
}

// plainJSON is a file that may be packed, by its extension.
func plainJSON(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".json") }
