package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/tideline-ml/tideline/preview/host/provisioning"
)

var (
	errNotFound = errors.New("data source not found")
	errChanged  = errors.New("the data source has another version by now")
)

// dataSource is a provisioned data source as it is now. Changed decides whether the plugin makes a new instance of it.
type dataSource struct {
	provisioning.DataSource
	ID      int64
	Version int64
	Changed time.Time
}

// dataSources holds them in memory: what is edited on the page is tried at once, and forgotten when the host ends.
type dataSources struct {
	mutex sync.RWMutex
	all   []dataSource
}

func newDataSources(configured []provisioning.DataSource) *dataSources {
	held, started := &dataSources{}, time.Now()
	for i, ds := range configured {
		held.all = append(held.all, dataSource{DataSource: ds, ID: int64(i + 1), Version: 1, Changed: started})
	}
	return held
}

func (d *dataSources) list() []dataSource {
	d.mutex.RLock()
	defer d.mutex.RUnlock()
	return append([]dataSource{}, d.all...)
}

// find takes a uid, or nothing for the default one.
func (d *dataSources) find(uid string) (dataSource, error) {
	for _, ds := range d.list() {
		if ds.UID == uid || (uid == "" && ds.IsDefault) {
			return ds, nil
		}
	}
	return dataSource{}, fmt.Errorf("%w: there is none with the uid %q", errNotFound, uid)
}

// findByID is for clients that still name data sources by number.
func (d *dataSources) findByID(id int64) (dataSource, error) {
	for _, ds := range d.list() {
		if ds.ID == id {
			return ds, nil
		}
	}
	return dataSource{}, fmt.Errorf("%w: there is none with the id %d", errNotFound, id)
}

// change changes the data source with a uid, if it still has the version that it was read with; 0: whatever its version.
func (d *dataSources) change(uid string, version int64, change func(*dataSource)) (dataSource, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	for i := range d.all {
		if ds := &d.all[i]; ds.UID == uid {
			if version != 0 && version != ds.Version {
				return *ds, errChanged
			}
			change(ds)
			ds.Version++
			ds.Changed = time.Now()
			return *ds, nil
		}
	}
	return dataSource{}, errNotFound
}

// settings is a data source as Grafana's API shows it: which secrets are set, but none of them.
func (s *Server) settings(ds dataSource) map[string]any {
	secrets := map[string]bool{}
	for key := range ds.SecureJSONData {
		secrets[key] = true
	}
	return map[string]any{
		"id": ds.ID, "uid": ds.UID, "orgId": 1, "name": ds.Name, "type": ds.Type, "typeName": s.pluginName(ds.Type), "typeLogoUrl": "",
		"access": ds.Access, "url": ds.URL, "user": ds.User, "database": ds.Database, "basicAuth": ds.BasicAuth,
		"basicAuthUser": ds.BasicAuthUser, "withCredentials": false, "isDefault": ds.IsDefault, "jsonData": ds.JSONData,
		"secureJsonFields": secrets, "version": ds.Version, "readOnly": !ds.Editable, "apiVersion": "",
	}
}

func (s *Server) listDataSources(w http.ResponseWriter, _ *http.Request) {
	all := []any{}
	for _, ds := range s.dataSources.list() {
		all = append(all, s.settings(ds))
	}
	reply(w, http.StatusOK, all)
}

func (s *Server) dataSource(w http.ResponseWriter, r *http.Request) {
	ds, err := s.dataSources.find(r.PathValue("uid"))
	if err != nil {
		failed(w, err)
		return
	}
	reply(w, http.StatusOK, s.settings(ds))
}

// changeDataSource takes what a page saves. A secret that is not sent stays as it is.
func (s *Server) changeDataSource(w http.ResponseWriter, r *http.Request) {
	var changed struct {
		Name           string            `json:"name"`
		URL            string            `json:"url"`
		User           string            `json:"user"`
		Database       string            `json:"database"`
		BasicAuth      bool              `json:"basicAuth"`
		BasicAuthUser  string            `json:"basicAuthUser"`
		JSONData       map[string]any    `json:"jsonData"`
		SecureJSONData map[string]string `json:"secureJsonData"`
		Version        int64             `json:"version"`
	}
	if err := json.NewDecoder(r.Body).Decode(&changed); err != nil {
		fail(w, http.StatusBadRequest, "bad request data", err)
		return
	}
	before, err := s.dataSources.find(r.PathValue("uid"))
	if err != nil {
		failed(w, err)
		return
	}
	if !before.Editable {
		fail(w, http.StatusForbidden, "Cannot update read-only data source", nil)
		return
	}
	ds, err := s.dataSources.change(before.UID, changed.Version, func(ds *dataSource) {
		ds.URL, ds.User, ds.Database = changed.URL, changed.User, changed.Database
		ds.BasicAuth, ds.BasicAuthUser = changed.BasicAuth, changed.BasicAuthUser
		if changed.Name != "" {
			ds.Name = changed.Name
		}
		if changed.JSONData != nil {
			ds.JSONData = changed.JSONData
		}
		secrets := map[string]string{}
		for key, secret := range ds.SecureJSONData {
			secrets[key] = secret
		}
		for key, secret := range changed.SecureJSONData {
			secrets[key] = secret
		}
		ds.SecureJSONData = secrets
	})
	if errors.Is(err, errChanged) {
		fail(w, http.StatusConflict, "Datasource has already been updated by someone else. Please reload and try again", err)
		return
	}
	if err != nil {
		failed(w, err)
		return
	}
	reply(w, http.StatusOK, map[string]any{"datasource": s.settings(ds), "id": ds.ID, "name": ds.Name, "message": "Datasource updated"})
}

func (s *Server) pluginName(id string) string {
	for _, plugin := range s.plugins {
		if plugin.ID == id {
			return plugin.Name
		}
	}
	return id
}

// number reads a query's number, which may come as text or with decimals.
func number(value any) (int64, bool) {
	switch v := value.(type) {
	case float64:
		return int64(v), true
	case int:
		return int64(v), true
	case string:
		n, err := strconv.ParseFloat(v, 64)
		return int64(n), err == nil
	}
	return 0, false
}
