@echo off
rem Builds what is needed, in silence unless the build fails, and runs the tool; `bench` goes to the benchmarks.
setlocal
where dotnet >nul 2>nul || (echo hillock: the .NET SDK 10 is not installed; get it from https://dot.net 1>&2 & exit /b 2)
set "project=src\Hillock.Cli"
set "name=Hillock.Cli"
set "arguments=%*"
if /i "%~1"=="bench" (
  set "project=bench\Hillock.Bench"
  set "name=Hillock.Bench"
  for /f "tokens=1*" %%a in ("%*") do set "arguments=%%b"
)
if not exist "%~dp0.build" mkdir "%~dp0.build"
dotnet build "%~dp0%project%" -c Release --nologo -v quiet -clp:NoSummary >"%~dp0.build\%name%.log" 2>&1
if errorlevel 1 (
  type "%~dp0.build\%name%.log" 1>&2
  echo hillock: the build failed 1>&2
  exit /b 3
)
dotnet "%~dp0%project%\bin\Release\net10.0\%name%.dll" %arguments%
exit /b %errorlevel%
