package plugins

import (
	"os/exec"
	"syscall"
)

// endWithParent has the kernel end the plugin's process when this one is killed and cannot do it itself.
func endWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
