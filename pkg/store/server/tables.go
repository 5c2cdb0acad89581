package server

import (
	"context"
	"fmt"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// mostTables bounds a list of tables: a person chooses from it, and can name one that is not in it.
const mostTables = 1000

// listTables is written as all servers understand it: the standard's own list, which has what the user may see.
var listTables = fmt.Sprintf(`SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
WHERE table_schema NOT IN ('information_schema', 'INFORMATION_SCHEMA', 'pg_catalog', 'system') ORDER BY 1 LIMIT %d`, mostTables+1)

// Tables lists tables and views, as model.Source names them, and tells whether there are more of them.
func (s *Store) Tables(ctx context.Context) (names []string, more bool, err error) {
	rows, err := s.all(ctx, sql.Statement{Text: listTables})
	if err != nil {
		return nil, false, err
	}
	names = make([]string, 0, len(rows))
	for _, row := range rows {
		names = append(names, fmt.Sprint(row[0]))
	}
	if len(names) > mostTables {
		return names[:mostTables], true, nil
	}
	return names, false, nil
}
