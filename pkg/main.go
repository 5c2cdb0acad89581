// The backend of the Tideline data source, started by Grafana as a plugin process.
package main

import (
	"os"
	_ "time/tzdata" // time zones of models, also in containers that have none

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/tideline-ml/tideline/pkg/plugin"
)

func main() {
	if err := datasource.Manage(plugin.ID, plugin.New, datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error("the Tideline backend stopped", "error", err)
		os.Exit(1)
	}
}
