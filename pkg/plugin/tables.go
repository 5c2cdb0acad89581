package plugin

import (
	"context"
	"errors"
)

// serverTables is what the settings page is told of a server.
type serverTables struct {
	Server string   `json:"server"` // its name and version
	Tables []string `json:"tables"`
	More   bool     `json:"more"` // there are more than are listed
}

func listTables(ctx context.Context, d *Datasource, _ *trial) (any, error) {
	on, ok := d.store.(onServer)
	if !ok {
		return nil, errors.New("this store is a folder of files: it has no tables")
	}
	tables, more, err := on.Tables(ctx)
	if err != nil {
		return nil, err
	}
	name, err := on.Ping(ctx)
	if err != nil {
		return nil, err
	}
	return serverTables{Server: name, Tables: tables, More: more}, nil
}
