@echo off
rem Builds everything and runs every test. --exhaustive also checks all 2^32 floats of every function, which takes hours.
setlocal
if "%~1"=="--exhaustive" set HILLOCK_EXHAUSTIVE=1
cd /d "%~dp0"
dotnet build Hillock.slnx -c Release --nologo -v quiet -clp:NoSummary || exit /b 1
dotnet test --solution Hillock.slnx -c Release --no-build || exit /b 1
if "%~1"=="--exhaustive" dotnet bench\Hillock.Bench\bin\Release\net10.0\Hillock.Bench.dll accuracy
exit /b %errorlevel%
