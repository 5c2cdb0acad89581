package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
	"github.com/tideline-ml/tideline/pkg/store/gathered"
	"github.com/tideline-ml/tideline/pkg/store/watched"
	"github.com/tideline-ml/tideline/pkg/telemetry"
)

// cacheBytes bounds what the plugin process remembers, for all its data sources together.
const cacheBytes = 256 << 20

var sharedCache = sync.OnceValue(func() *cache.Cache {
	return cache.New(cacheBytes).Waiting(func(ctx context.Context) func() {
		_, over := telemetry.Phase(ctx, telemetry.Waiting)
		return over
	})
})

// Datasource is one configured data source, for as long as its settings stay as they are.
type Datasource struct {
	backend.CallResourceHandler
	org      int64
	settings model.Settings
	unread   []model.Problem    // names in the settings that have no effect
	secrets  map[string]string  // secureJsonData
	store    store.Store        // nil where problem is not
	gathered *gathered.Store    // the same, as questions are put to it
	analysis *analysis.Analysis // nil where problem is not
	root     string             // the store's folder; empty where the store is a server
	now      func() time.Time
	account  *telemetry.Source
	// problem is why this data source cannot answer anything: its settings are wrong. It answers every query and the health check, rather than
	// keeping the data source from starting, so that the settings page can be used to mend it.
	problem error
}

// New makes a data source from its settings. Grafana calls it anew whenever they change.
func New(ctx context.Context, settings backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	org := backend.PluginConfigFromContext(ctx).OrgID
	d := &Datasource{org: org, account: telemetry.SourceOf(org, settings.UID)}
	d.CallResourceHandler = httpadapter.New(d.routes())
	d.secrets = settings.DecryptedSecureJSONData
	d.problem = d.open(settings.JSONData)
	return d, nil
}

func (d *Datasource) open(settings json.RawMessage) error {
	if len(settings) > 0 {
		if err := json.Unmarshal(settings, &d.settings); err != nil {
			return fmt.Errorf("the settings of this data source cannot be read: %w", err)
		}
	}
	d.unread = model.Unread(settings)
	d.settings.Service = d.settings.Service.WithDefaults()
	return d.connect()
}

// connect opens the store that the settings name, as far as the server's operator allows.
func (d *Datasource) connect() error {
	operator, err := operatorFromEnvironment()
	if err != nil {
		return err
	}
	var opened store.Store
	var id string
	if engine := d.settings.Store.Engine; engine == "" || engine == "duckdb" {
		opened, id, err = d.openFolder(operator)
	} else {
		opened, id, err = openServer(d.settings.Store, d.secrets, operator.AllowSQL)
	}
	if err != nil {
		return err
	}
	d.store = opened
	d.gathered = gathered.New(watched.New(opened))
	methods := make([]string, 0, len(drift.Methods()))
	for _, m := range drift.Methods() {
		methods = append(methods, m.ID)
	}
	d.analysis = analysis.New(d.gathered, d.settings.Models, sharedCache(), analysis.Options{StoreID: id, Methods: methods, Now: operator.Now, Service: d.settings.Service})
	d.now = operator.Now
	return nil
}

// openFolder opens the store of a folder of files, and names it.
func (d *Datasource) openFolder(operator Operator) (store.Store, string, error) {
	var err error
	if d.root, err = operator.Resolve(d.org, d.settings.Store.Path); err != nil {
		return nil, "", err
	}
	directories := operator.Directories(d.org)
	for i, dir := range directories {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			directories[i] = real
		}
	}
	opened, err := duckdb.Open(duckdb.Config{Path: d.root, Directories: directories, CacheDirectory: operator.CacheDirectory, AllowSQL: operator.AllowSQL})
	return opened, "duckdb:" + d.root, err
}

// problemFor is the problem in words that a caller may see: it can name folders of the server.
func (d *Datasource) problemFor(who caller) error {
	if d.problem != nil && !who.trusted() {
		return errors.New("this data source is not set up rightly; an administrator sees why")
	}
	return d.problem
}

// Dispose gives back the store when the settings have changed.
func (d *Datasource) Dispose() {
	if d.store != nil {
		if err := d.store.Close(); err != nil {
			backend.Logger.Warn("the store could not be closed", "error", err)
		}
	}
}
