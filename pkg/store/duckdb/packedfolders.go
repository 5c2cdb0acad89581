package duckdb

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// What folders named key=value tell of files that are packed is written into their lines, because a pack holds files of many folders.

// folderColumn begins the name of a member that a folder tells, so that it takes the place of none that the objects have.
const folderColumn = "tideline folder "

// folderMembers are the members that a file's folders add to its objects, each after a comma.
func folderMembers(shown string, keys []string) string {
	var members strings.Builder
	for i, value := range folderValues(shown, keys) {
		name, _ := json.Marshal(folderColumn + keys[i])
		text, _ := json.Marshal(value)
		fmt.Fprintf(&members, ",%s:%s", name, text)
	}
	return members.String()
}

// folderValues are the values that the folders of a path have for keys, as DuckDB 1.5 reads them; nil is a missing one.
func folderValues(shown string, keys []string) []*string {
	values := make([]*string, len(keys))
	parts := strings.FieldsFunc(path.Dir(shown), isSlash)
	slices.Reverse(parts) // of several with one key the first counts
	for _, part := range parts {
		key, value, _ := strings.Cut(part, "=")
		i := slices.Index(keys, key)
		if i < 0 || len(folderKeys(part+"/")) == 0 {
			continue
		}
		value = decoded(value)
		if values[i] = &value; strings.EqualFold(value, "null") || value == "__HIVE_DEFAULT_PARTITION__" {
			values[i] = nil
		}
	}
	return values
}

var encoded = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// decoded replaces what is percent-encoded; a percent sign that begins nothing stays.
func decoded(text string) string {
	return encoded.ReplaceAllStringFunc(text, func(one string) string {
		plain, _ := url.PathUnescape(one)
		return plain
	})
}

// packedColumns are how columns of packs are read, and what is selected of them.
type packedColumns struct{ read, selected string }

// packedColumns are those of packs. A column that folders tell has the type that DuckDB finds for it, and comes in the place of one that the files have.
func (s *Store) packedColumns(ctx context.Context, lines, files []file, told partitions) (packedColumns, error) {
	names, columns, _, err := s.jsonColumns(ctx, lines, nil)
	if err != nil {
		return packedColumns{}, err
	}
	out := packedColumns{read: strings.Join(columns, ", "), selected: "*"}
	if !told.used() {
		return out, nil
	}
	types, err := s.folderTypes(ctx, files)
	if err != nil {
		return packedColumns{}, err
	}
	var selected []string
	tell := func(key, as string) {
		selected = append(selected, fmt.Sprintf("CAST(%s AS %s) AS %s", sql.Quote(folderColumn+key), types[key], sql.Quote(as)))
	}
	for _, name := range names {
		if i := slices.IndexFunc(told.keys, func(key string) bool { return strings.EqualFold(key, name) }); i >= 0 {
			tell(told.keys[i], name)
		} else if !strings.HasPrefix(name, folderColumn) {
			selected = append(selected, sql.Quote(name))
		}
	}
	for _, key := range told.keys {
		if !hasName(names, key) {
			tell(key, key)
		}
	}
	out.selected = strings.Join(selected, ", ")
	return out, nil
}

// folderTypes are the types of the columns that folders tell, from a file of each folder, which is not opened for that.
func (s *Store) folderTypes(ctx context.Context, files []file) (map[string]string, error) {
	var one []file
	seen := map[string]bool{}
	for _, f := range files {
		if folder := path.Dir(f.shown); !seen[folder] {
			seen[folder] = true
			one = append(one, f)
		}
	}
	rows, err := s.columnsOf(ctx, reading{from: fmt.Sprintf("read_json(%s, columns = {%s: 'VARCHAR'}, hive_partitioning = true)", pathList(one), quoteText(folderColumn))})
	if err != nil {
		return nil, err
	}
	types := map[string]string{}
	for _, row := range rows {
		types[row[0].(string)] = row[1].(string)
	}
	return types, nil
}
