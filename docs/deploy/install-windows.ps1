# 季度栏目核查：在 Windows 上开机自动运行（任务计划程序，不需要第三方软件）。
# 用法：以管理员身份打开 PowerShell，运行
#   powershell -ExecutionPolicy Bypass -File install-windows.ps1
# 可用参数：-Program（auditor.exe 的位置）、-DataFolder（数据文件夹）、-Port（端口）；删除：加 -Remove
param(
    [string]$Program = "C:\Auditor\.venv\Scripts\auditor.exe",
    [string]$DataFolder = "C:\ProgramData\Auditor",
    [int]$Port = 8620,
    [switch]$Remove
)
$ErrorActionPreference = "Stop"
$name = "Auditor"

if ($Remove) {
    Stop-ScheduledTask -TaskName $name -ErrorAction SilentlyContinue
    Unregister-ScheduledTask -TaskName $name -Confirm:$false
    Write-Output "已删除计划任务 $name，数据仍在 $DataFolder"
    exit 0
}
if (-not (Test-Path $Program)) { throw "找不到 $Program，请用 -Program 指定 auditor.exe" }
New-Item -ItemType Directory -Force -Path $DataFolder | Out-Null
# 数据文件夹只有管理员和运行服务的账户可以读写
icacls $DataFolder /inheritance:r /grant "*S-1-5-32-544:(OI)(CI)F" "*S-1-5-19:(OI)(CI)M" | Out-Null

[Environment]::SetEnvironmentVariable("PYTHONUTF8", "1", "Machine")
$log = Join-Path $DataFolder "serve.log"
$line = "/d /s /c `"`"$Program`" --home `"$DataFolder`" serve --host 127.0.0.1 --port $Port >> `"$log`" 2>&1`""
$action = New-ScheduledTaskAction -Execute "$env:SystemRoot\System32\cmd.exe" -Argument $line -WorkingDirectory $DataFolder
$trigger = New-ScheduledTaskTrigger -AtStartup
# LOCAL SERVICE：权限最小的系统账户，不需要口令
$account = New-ScheduledTaskPrincipal -UserId "S-1-5-19" -LogonType ServiceAccount -RunLevel Limited
$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries `
    -ExecutionTimeLimit ([TimeSpan]::Zero) -MultipleInstances IgnoreNew `
    -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1)
Register-ScheduledTask -TaskName $name -Action $action -Trigger $trigger -Principal $account -Settings $settings `
    -Description "季度栏目核查：自动采集、核查和网页" -Force | Out-Null
Start-ScheduledTask -TaskName $name
Write-Output "已安装并启动。网页：http://127.0.0.1:$Port/ ；首次使用的设置码见 $log"
